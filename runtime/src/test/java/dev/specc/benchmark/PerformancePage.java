package dev.specc.benchmark;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The text of docs/performance.md, from a run of {@link Performance}. */
final class PerformancePage {
  static final String SCRIPT = "script";
  static final String BLOCKS = "blocks";
  static final String DJL = "DJL";
  static final String ZOO = "DJL zoo";
  static final String PYTORCH = "PyTorch";

  private static final List<String> SIDES = List.of(SCRIPT, BLOCKS, DJL, ZOO, PYTORCH);

  private final Optional<String> torch;
  private final List<String> checks = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final List<String> inferences = new ArrayList<>();
  private final List<String> data = new ArrayList<>();

  /**
   * @param torch the version of PyTorch that was compared with
   */
  PerformancePage(Optional<String> torch) {
    this.torch = torch;
  }

  void check(String spec, int variants, long layers, Timing cold, Timing warm) {
    checks.add(
        format(
            "| %s | %d | %,d | %.0f | %.1f |",
            spec, variants, layers, cold.median(), warm.median()));
  }

  void step(String net, int batch, Map<String, Timing> timings) {
    steps.add(row(net, batch, timings));
    System.err.println(steps.getLast());
  }

  void inference(String net, int batch, Map<String, Timing> timings) {
    inferences.add(row(net, batch, timings));
    System.err.println(inferences.getLast());
  }

  void data(RealData.Result result) {
    data.add(
        format(
            "| %s | %s | %d | %.1f | %.1f | %.3f | %.1f %% |",
            result.net(),
            result.data(),
            result.batch(),
            result.resident().median(),
            result.real().median(),
            result.real().ratio(result.resident()),
            100 * result.waited()));
  }

  private static String row(String net, int batch, Map<String, Timing> timings) {
    StringBuilder row = new StringBuilder(format("| %s | %d |", net, batch));
    Timing script = timings.get(SCRIPT);
    for (String side : SIDES) {
      Timing timing = timings.get(side);
      row.append(timing == null ? " |" : format(" %.2f |", timing.median()));
    }
    for (String side : List.of(DJL, ZOO, PYTORCH)) {
      Timing timing = timings.get(side);
      row.append(timing == null ? " |" : format(" %.2f |", script.ratio(timing)));
    }
    return row.toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  String text() {
    return """
        # How fast it is

        Written by `benchmarks/performance.sh`; do not edit. Times are medians in milliseconds; ratios are medians of
        the rounds' ratios, timed in turns, and below 1 where specc is faster.

        %s

        ## A training step

        Forward, loss, backward and SGD with momentum, float32, one batch of noise that stays in memory. `script` is what
        `specc train` runs, `blocks` its other engine. `DJL` is the same graph made of DJL's own layers, and `DJL zoo` the net
        of that name in DJL's model zoo, both trained with DJL's Trainer; the zoo's LeNet pools 5 x 5, its MobileNet v2 begins
        with a 1 x 1 convolution, and its ResNet-50 reduces in other layers, so they are not quite the same work. `PyTorch` is
        what `specc export --to pytorch` writes, run eagerly with `torch.optim.SGD`.

        %s
        %s

        A batch norm of channels-last arrays adds up each thread's share in a row of C floats beside the rows of the other
        threads: where C is no multiple of 16, threads write to one cache line. On [16, 60, 32, 32] libtorch's
        `native_batch_norm_backward` took 0.8 ms on one thread and 1.7 ms on two; on [16, 64, 32, 32] 0.8 and 0.6. DenseNet with
        its growth rate of 12 is made of such widths. Up to 128 channels the script has libtorch sum up the same memory as
        [N, 16 C, 1, HW / 16], and works out the batch norm and its derivative from that: 0.64 ms.
        libtorch 2.7.1 also applies a batch norm to one channel at a time where C is no multiple of 8, [48, 6, 56, 56] in 3.7 ms
        on one thread; on the same memory with 16 C channels it takes 0.3, in training and in evaluation.

        A 1 x 1 convolution of few pixels (up to 8,192 in the batch) is a product of matrices in the script's step, with channels
        last in the same memory. oneDNN's convolution of [8, 2048, 2, 2] to 512 channels took 1.2 ms and its derivatives 3.6,
        the products 0.6 and 0.6; of [16, 60, 8, 8] to 48 channels 0.06 and 0.14, and 0.02 and 0.07.

        ## Inference

        %s
        %s

        ## `specc check`

        All variants of a spec: in a fresh process each, as a user starts it, and in a JVM that has compiled before.

        | spec | variants | layers | process | warm |
        |---|---|---|---|---|
        %s

        ## Real images

        A step within an epoch of training, reading included, next to a step on one batch that stays in memory. Images held in
        memory cost what shuffling and copying them costs. JPEG files are decoded and resized by threads of the same cores
        that train here: 485 of them a second of a core, so a net that takes hundreds of images a second on
        this machine is slowed down by what decoding takes, and a net on a GPU needs as many cores as its rate asks for.

        | net | data | batch | resident | real | ratio | waited |
        |---|---|---|---|---|---|---|
        %s
        """
        .formatted(
            machine(), HEADER, lines(steps), HEADER, lines(inferences), lines(checks), lines(data));
  }

  private static final String HEADER =
      """
      | net | batch | script | blocks | DJL | DJL zoo | PyTorch | script / DJL | script / DJL zoo | script / PyTorch |
      |---|---|---|---|---|---|---|---|---|---|"""
          .stripIndent();

  private static String lines(List<String> rows) {
    return String.join("\n", rows);
  }

  private String machine() {
    return "%s, %d cores (%d threads), %s; Java %s, DJL %s, libtorch %s; PyTorch %s."
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            JniUtils.getNumThreads(),
            System.getProperty("os.name"),
            Runtime.version().feature(),
            Engine.getDjlVersion(),
            Engine.getEngine("PyTorch").getVersion(),
            torch.orElse("was not there"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
