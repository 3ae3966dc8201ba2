package dev.specc.benchmark;

import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.basicmodelzoo.cv.classification.SqueezeNet;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.specc.Compiler;
import dev.specc.analyse.Analysis;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import dev.specc.train.TrainingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Times {@code check}, training steps, inference and reading of images, each next to what one would
 * use instead, in turns; writes docs/performance.md.
 */
public final class Performance {
  private static final int ROUNDS = Integer.getInteger("rounds", 9);
  private static final int MILLIS = Integer.getInteger("millis", 400);
  private static final String NETS = System.getProperty("nets", "");

  private Performance() {}

  /**
   * A net at a size and with a batch.
   *
   * @param zoo the net of the same name in DJL's model zoo, where it has one
   */
  private record Case(
      String name,
      String spec,
      @Nullable String variant,
      Map<String, String> set,
      dev.specc.op.Shape size,
      int batch,
      @Nullable Supplier<Block> zoo) {
    Graph graph() {
      Compiler.Request request =
          new Compiler.Request("specs/" + spec + ".yaml", variant, set, size).forEvaluation();
      return new Compiler(new FileSources()).compile(request).graphs().getFirst();
    }

    Shape input() {
      return new Shape(batch, size.channels(), size.height(), size.width());
    }
  }

  private static dev.specc.op.Shape square(long channels, long side) {
    return dev.specc.op.Shape.of(channels, side, side);
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "LeNet", "lenet", null, Map.of(), square(1, 28), 256, () -> LeNet.builder().build()),
          new Case("ResNet-20", "resnet_cifar", "resnet20", Map.of(), square(3, 32), 16, null),
          new Case(
              "MobileNet v2",
              "mobilenet_v2",
              "mobilenet_v2",
              Map.of(),
              square(3, 32),
              16,
              () -> MobileNetV2.builder().setOutSize(1000).build()),
          new Case(
              "DenseNet-BC-40",
              "densenet_cifar",
              "BC-L100-k12",
              Map.of("depth", "40"),
              square(3, 32),
              16,
              null),
          new Case(
              "SqueezeNet 1.1",
              "squeezenet",
              "squeezenet1_1",
              Map.of(),
              square(3, 64),
              16,
              () -> SqueezeNet.squeezenet(1000)),
          new Case(
              "ResNet-50",
              "resnet",
              "resnet50",
              Map.of(),
              square(3, 64),
              8,
              () ->
                  ResNetV1.builder()
                      .setNumLayers(50)
                      .setOutSize(1000)
                      .setImageShape(new Shape(3, 64, 64))
                      .build()));

  /**
   * @param args the Python that has PyTorch, and the page to write; without it the tables are
   *     printed
   */
  public static void main(String[] args) throws IOException {
    Optional<String> torch = EagerSide.version(args[0]);
    Engine.getEngine("PyTorch").setRandomSeed(1);
    PerformancePage page = new PerformancePage(torch);
    for (Case one : CASES) {
      if (one.name.contains(NETS)) {
        say(one.name);
        net(one, torch.isPresent() ? args[0] : null, page);
      }
    }
    if ("check".contains(NETS)) {
      say("check");
      check(page);
    }
    if ("data".contains(NETS)) {
      say("data");
      data(page);
    }
    System.out.println(page.text());
    if (args.length > 1) {
      Files.writeString(Path.of(args[1]), page.text());
    }
  }

  private static void say(String what) {
    System.err.println("timing " + what);
  }

  private static void net(Case one, @Nullable String python, PerformancePage page) {
    Graph graph = one.graph();
    long classes = graph.outputShape().channels();
    Map<String, Side> sides = new LinkedHashMap<>();
    sides.put(PerformancePage.SCRIPT, Side.of(TrainingEngine.SCRIPT, graph, one.batch));
    sides.put(PerformancePage.BLOCKS, Side.of(TrainingEngine.BLOCKS, graph, one.batch));
    sides.put(PerformancePage.DJL, new DjlSide(new DjlLayers(graph), one.input(), classes));
    if (one.zoo != null) {
      sides.put(PerformancePage.ZOO, new DjlSide(one.zoo.get(), one.input(), classes));
    }
    if (python != null) {
      sides.put(PerformancePage.PYTORCH, new EagerSide(python, graph, one.batch));
    }
    String name = "%s, %dx%d".formatted(one.name, one.size.height(), one.size.width());
    try {
      page.step(name, one.batch, timed(sides, side -> side::train));
      page.inference(name, one.batch, timed(sides, side -> side::predict));
    } finally {
      sides.values().forEach(Side::close);
    }
  }

  private interface Part {
    Rounds.Call of(Side side);
  }

  private static Map<String, Timing> timed(Map<String, Side> sides, Part part) {
    List<Rounds.Call> calls = sides.values().stream().map(part::of).toList();
    List<Timing> timings = new Rounds(ROUNDS, MILLIS).time(calls, round -> {});
    Map<String, Timing> byName = new LinkedHashMap<>();
    int i = 0;
    for (String name : sides.keySet()) {
      byName.put(name, timings.get(i++));
    }
    return byName;
  }

  /** In fresh processes, as a user starts it, and in this one, which has compiled before. */
  private static void check(PerformancePage page) {
    for (String spec : List.of("lenet", "resnet", "densenet", "inception_v4")) {
      String file = "specs/" + spec + ".yaml";
      List<Timing> timings =
          new Rounds(ROUNDS, 1)
              .time(
                  List.of(times -> processes(file, times), times -> compile(file, times)),
                  round -> {});
      Compiler.Result result = new Compiler(new FileSources()).compile(Compiler.Request.of(file));
      long nodes = result.graphs().stream().mapToLong(graph -> graph.layers().size()).sum();
      page.check(spec, result.graphs().size(), nodes, timings.get(0), timings.get(1));
    }
  }

  private static void processes(String spec, int times) {
    for (int i = 0; i < times; i++) {
      try {
        Process process =
            new ProcessBuilder("./specc", "check", spec)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
          throw new IllegalStateException(spec + " does not pass");
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void compile(String spec, int times) {
    for (int i = 0; i < times; i++) {
      new Compiler(new FileSources())
          .compile(Compiler.Request.of(spec))
          .graphs()
          .forEach(Analysis::of);
    }
  }

  private static void data(PerformancePage page) throws IOException {
    List<RealData.Result> results = new ArrayList<>();
    int rounds = Math.max(3, ROUNDS / 3);
    results.add(RealData.clothes(32, rounds));
    results.add(RealData.clothes(256, rounds));
    Path folder = Files.createTempDirectory("specc-photos");
    results.add(RealData.photos(folder, "specs/squeezenet.yaml", "squeezenet1_1", 32, rounds));
    results.add(RealData.photos(folder, "specs/resnet.yaml", "resnet18", 32, rounds));
    results.forEach(page::data);
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
