package dev.specc.benchmark;

import dev.specc.graph.Graph;
import dev.specc.memory.Bytes;
import dev.specc.memory.Engine;
import dev.specc.memory.Processor;
import dev.specc.memory.TrainingMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds the estimate of training memory against what training steps take, each in a fresh process
 * ({@link MeasuredStep}), and writes a page of it. On Linux with glibc only.
 */
public final class PeakMemory {
  private static final String ONLY = System.getProperty("nets", "");
  private static final String ENGINES = System.getProperty("engines", "BLOCKS,SCRIPT");

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

  private record Case(String spec, String variant, int small, int large) {
    String name() {
      return spec + (variant.equals("-") ? "" : "#" + variant);
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("lenet", "-", 2048, 8192),
          new Case("resnet_cifar", "resnet20", 64, 256),
          new Case("densenet_cifar", "BC-L100-k12", 16, 64),
          new Case("alexnet", "torchvision", 16, 64),
          new Case("vgg", "vgg11", 4, 16),
          new Case("googlenet", "torchvision", 8, 24),
          new Case("squeezenet", "squeezenet1_1", 16, 48),
          new Case("resnet", "resnet18", 8, 32),
          new Case("resnet", "resnet50", 4, 16),
          new Case("mobilenet_v2", "mobilenet_v2", 8, 24),
          new Case("shufflenet_v2", "shufflenet_v2_x1_0", 16, 48),
          new Case("efficientnet", "efficientnet_b0", 8, 24),
          new Case("convnext", "convnext_tiny", 4, 12));

  private record Measured(Case net, Engine engine, int batch, long predicted, long measured) {
    double ratio() {
      return (double) predicted / measured;
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %d | %s | %s | %.3f |",
          net.name(),
          engine.name().toLowerCase(Locale.ROOT),
          batch,
          Bytes.show(predicted),
          Bytes.show(measured),
          ratio());
    }
  }

  private PeakMemory() {}

  /**
   * Prints the table.
   *
   * @param args the page to write; nothing for none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Measured> all = new ArrayList<>();
    for (Case net : CASES) {
      if (net.name().contains(ONLY)) {
        measure(net, all);
      }
    }
    if (args.length > 0) {
      Files.writeString(
          Path.of(args[0]),
          MemoryPage.of(
              all.stream().map(Measured::row).toList(),
              all.stream().mapToDouble(Measured::ratio).toArray()));
    }
  }

  private static void measure(Case net, List<Measured> all)
      throws IOException, InterruptedException {
    Graph graph = MeasuredStep.compile("specs/" + net.spec + ".yaml", net.variant);
    for (String name : ENGINES.split(",")) {
      Engine engine = Engine.valueOf(name);
      for (int batch : new int[] {net.small, net.large}) {
        long predicted =
            TrainingMemory.of(graph, MeasuredStep.recipe(batch), engine, Processor.CPU).tensors();
        Measured one = new Measured(net, engine, batch, predicted, inProcess(net, engine, batch));
        System.out.println(one.row());
        all.add(one);
      }
    }
  }

  private static long inProcess(Case net, Engine engine, int batch)
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
            "-Xms1g",
            "-Xmx1g",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            MeasuredStep.class.getName(),
            engine.name(),
            "specs/" + net.spec + ".yaml",
            net.variant,
            Integer.toString(batch)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(MALLOC);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(net.name() + " did not train");
    }
    return Long.parseLong(printed.strip());
  }
}
