package dev.specc.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Runs what starts often, so that the JVM can record it for faster starts. The launcher calls this
 * once after a build, in the project's folder.
 */
final class StartUpTraining {
  private StartUpTraining() {}

  public static void main(String[] args) {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    for (int i = 0; i < 3; i++) {
      Main.run("check", "specs/vgg.yaml", "specs/lenet.yaml");
      Main.run("check", "--format", "json", "specs/alexnet.yaml");
      Main.run("shapes", "specs/lenet.yaml");
      Main.run("check", "specs/no-such-file.yaml");
    }
  }
}
