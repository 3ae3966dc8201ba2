package dev.specc.benchmark;

import dev.specc.graph.Graph;
import dev.specc.memory.Engine;
import dev.specc.memory.Processor;
import dev.specc.memory.StepModel;
import dev.specc.memory.TrainingMemory;
import dev.specc.precision.Precision;
import dev.specc.schedule.Recompute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Holds the estimate of training memory against what training steps take, each in a fresh process
 * ({@link MeasuredStep}), and writes a page of it. On Linux with glibc only.
 */
public final class PeakMemory {
  private static final String ONLY = System.getProperty("nets", "");
  private static final String ENGINES = System.getProperty("engines", "SCRIPT,BLOCKS");
  private static final String PRECISIONS = System.getProperty("precisions", "");

  /**
   * Tensors of 64 KiB and more get pages of their own, which go back to the system when they are
   * freed; there is one arena for the others, trimmed at once. Without these settings the resident
   * set holds what malloc keeps for later.
   */
  private static final Map<String, String> MALLOC =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "65536",
          "MALLOC_MMAP_MAX_", "1000000",
          "MALLOC_TRIM_THRESHOLD_", "65536",
          "MALLOC_TOP_PAD_", "0",
          "MALLOC_ARENA_MAX", "1");

  private record Case(
      String spec, String variant, int small, int large, Precision precision, Recompute recompute) {
    Case(String spec, String variant, int small, int large) {
      this(spec, variant, small, large, Precision.FLOAT32, Recompute.NONE);
    }

    Case in(Precision other) {
      return new Case(spec, variant, small, large, other, recompute);
    }

    Case recomputing() {
      return new Case(spec, variant, small, large, precision, Recompute.DENSE);
    }

    boolean runsWith(Engine engine) {
      boolean plain = precision == Precision.FLOAT32 && recompute == Recompute.NONE;
      return plain || engine == Engine.SCRIPT;
    }

    String name() {
      return spec + (variant.equals("-") ? "" : "#" + variant);
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("lenet", "-", 1024, 4096),
          new Case("resnet_cifar", "resnet20", 64, 256),
          new Case("densenet_cifar", "BC-L100-k12", 4, 16),
          new Case("densenet_cifar", "BC-L100-k12", 16, 64).recomputing(),
          new Case("alexnet", "torchvision", 16, 64),
          new Case("vgg", "vgg11", 2, 8),
          new Case("squeezenet", "squeezenet1_1", 4, 16),
          new Case("googlenet", "torchvision", 2, 8),
          new Case("inception_v3", "-", 2, 6),
          new Case("resnet", "resnet18", 4, 12),
          new Case("resnet", "resnet50", 2, 6),
          new Case("densenet", "densenet121", 2, 6),
          new Case("mobilenet_v2", "mobilenet_v2", 2, 8),
          new Case("efficientnet", "efficientnet_b0", 2, 8),
          new Case("convnext", "convnext_tiny", 1, 4),
          new Case("resnet", "resnext50_32x4d", 3, 7),
          new Case("resnet_v2", "cifar164", 7, 24),
          new Case("senet", "se_resnet50", 5, 11),
          new Case("shufflenet_v2", "shufflenet_v2_x1_0", 7, 24),
          new Case("mobilenet_v3", "mobilenet_v3_large", 5, 24),
          new Case("xception", "-", 3, 7),
          new Case("inception_resnet", "v1", 3, 7),
          new Case("lenet", "-", 1024, 4096).in(Precision.BF16),
          new Case("lenet", "-", 512, 1024).in(Precision.FP16),
          new Case("resnet_cifar", "resnet20", 64, 256).in(Precision.BF16),
          new Case("densenet_cifar", "BC-L100-k12", 4, 16).in(Precision.BF16),
          new Case("densenet_cifar", "BC-L100-k12", 16, 64).in(Precision.BF16).recomputing(),
          new Case("squeezenet", "squeezenet1_1", 4, 16).in(Precision.BF16),
          new Case("googlenet", "torchvision", 2, 8).in(Precision.BF16),
          new Case("resnet", "resnet18", 4, 12).in(Precision.BF16),
          new Case("mobilenet_v2", "mobilenet_v2", 2, 8).in(Precision.BF16),
          new Case("efficientnet", "efficientnet_b0", 2, 8).in(Precision.BF16));

  private PeakMemory() {}

  /**
   * Prints the table, one engine after the other.
   *
   * @param args the page to write, which grows with each net; nothing for none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<MemoryPage.Row> rows = new ArrayList<>();
    for (String engine : ENGINES.split(",")) {
      for (Case net : CASES) {
        if (net.runsWith(Engine.valueOf(engine)) && isAskedFor(net)) {
          measure(net, Engine.valueOf(engine), rows);
          if (args.length > 0) {
            Files.writeString(Path.of(args[0]), MemoryPage.of(rows));
          }
        }
      }
    }
  }

  private static boolean isAskedFor(Case net) {
    return Arrays.stream(ONLY.split(",")).anyMatch(net.name()::contains)
        && (PRECISIONS.isEmpty() || PRECISIONS.contains(net.precision.name()));
  }

  private static void measure(Case net, Engine engine, List<MemoryPage.Row> rows)
      throws IOException, InterruptedException {
    Graph graph = MeasuredStep.compile("specs/" + net.spec + ".yaml", net.variant);
    StepModel model = new StepModel(engine, Processor.CPU, net.precision, net.recompute);
    for (int batch : new int[] {net.small, net.large}) {
      long predicted = TrainingMemory.of(graph, Side.recipe(batch), model).tensors();
      long[] measured = inProcess("specs/" + net.spec + ".yaml", net.variant, model, batch);
      MemoryPage.Row row =
          new MemoryPage.Row(net.name(), model, batch, predicted, measured[0], measured[1]);
      System.out.println(row);
      rows.add(row);
    }
  }

  /** What {@link MeasuredStep} prints. */
  static long[] inProcess(String spec, String variant, StepModel model, int batch)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms2g",
            "-Xmx2g",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            MeasuredStep.class.getName(),
            model.engine().name(),
            model.precision().name(),
            model.recompute().name(),
            spec,
            variant,
            Integer.toString(batch)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(MALLOC);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(spec + " did not train");
    }
    return Arrays.stream(printed.strip().split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
