package dev.specc.benchmark;

import dev.specc.Compiler;
import dev.specc.analyse.Analysis;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times {@code check} of specs that expand to 1,000, 10,000 and 100,000 layers: as a user starts it
 * (a process each, the launcher included) and again in a JVM that has run it before. Linear growth
 * shows as a constant time per layer.
 */
public final class CheckScaling {
  private static final int RUNS = Integer.getInteger("runs", 5);

  private record Case(String name, int layers, Path spec) {}

  private CheckScaling() {}

  /**
   * Prints the table.
   *
   * @param args the launcher, and a folder for the specs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[1]);
    List<Case> cases = new ArrayList<>();
    for (int layers : new int[] {1_000, 10_000, 100_000}) {
      cases.add(write(folder, "repeat", layers, repeated(layers)));
    }
    cases.add(write(folder, "literal", 20_000, literal(20_000)));
    cases.add(write(folder, "dense", 300, dense(300)));
    row("spec", "layers", "cold ms", "us/layer", "warm ms", "us/layer");
    for (Case one : cases) {
      double cold = median(() -> process(args[0], one.spec));
      double warm = median(() -> compile(one.spec));
      row(
          one.name,
          String.format(Locale.ROOT, "%,d", one.layers),
          number(cold),
          number(cold * 1000 / one.layers),
          number(warm),
          number(warm * 1000 / one.layers));
    }
  }

  /** Labelled stages of labelled blocks, each conv, batch norm and relu. */
  private static String repeated(int layers) {
    return """
        specc: 1
        name: repeat
        input: [8, 16, 16]
        blocks:
          Unit:
            params: {out}
            body:
              - conv: {out: out, kernel: 3, padding: 1, bias: false}
                as: conv
              - batch_norm:
                as: norm
              - relu
        net:
          - repeat:
              - repeat:
                  - Unit: {out: in}
                as: block
                times: 10
            as: stage
            times: %d
          - repeat: [relu]
            times: %d
        """
        .formatted(layers / 30, layers % 30);
  }

  private static String literal(int layers) {
    String head = "specc: 1\nname: literal\ninput: [8, 16, 16]\nnet:\n";
    return head + "  - conv: {out: 8, kernel: 3, padding: 1}\n  - relu\n".repeat(layers / 2);
  }

  /** Layer n takes the concatenation of n results. */
  private static String dense(int layers) {
    return """
        specc: 1
        name: dense
        input: [8, 16, 16]
        net:
          - dense: [conv: {out: 4, kernel: 3, padding: 1}]
            layers: %d
        """
        .formatted(layers);
  }

  private static Case write(Path folder, String name, int layers, String text) throws IOException {
    Path spec = folder.resolve(name + "-" + layers + ".yaml");
    return new Case(name, layers, Files.writeString(spec, text));
  }

  private interface Run {
    void run() throws IOException, InterruptedException;
  }

  private static double median(Run run) throws IOException, InterruptedException {
    double[] millis = new double[RUNS];
    run.run();
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[RUNS / 2];
  }

  private static void process(String launcher, Path spec) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(launcher, "check", spec.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(spec + " does not pass");
    }
  }

  private static void compile(Path spec) {
    Compiler.Result result =
        new Compiler(new FileSources()).compile(Compiler.Request.of(spec.toString()));
    result.graphs().forEach(Analysis::of);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static void row(String name, String... cells) {
    StringBuilder line = new StringBuilder(String.format("%-8s", name));
    for (String cell : cells) {
      line.append(String.format("%10s", cell));
    }
    System.out.println(line);
  }
}
