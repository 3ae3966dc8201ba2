package dev.specc.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command came to, as its user sees it. */
record Outcome(int status, String out, String err) {
  /** Runs {@code specc} with these arguments in this process. */
  static Outcome of(String... args) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(toOut);
      System.setErr(toErr);
      int status = Main.run(args);
      return new Outcome(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  /** The same with the name of a folder that changes from run to run left out. */
  Outcome without(Path folder) {
    String name = folder + "/";
    return new Outcome(status, out.replace(name, ""), err.replace(name, ""));
  }

  String all() {
    return out + err;
  }
}
