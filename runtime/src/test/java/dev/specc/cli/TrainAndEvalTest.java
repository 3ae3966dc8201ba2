package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.report.SpecFiles;
import dev.specc.train.SigmoidLeNet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainAndEvalTest {
  private static final GraphSource LENET =
      (command, spec, set, size) ->
          Optional.of(
              new GraphSource.Compiled(
                  SigmoidLeNet.graph(), spec, new SpecFiles("the spec's text\n", Map.of())));

  private record Result(int status, String out, String err) {}

  @TempDir private Path folder = Path.of("");

  @Test
  void aRunFolderHoldsAllOfTheRunAndEvalsToTheSameAccuracy() throws IOException {
    Path run = folder.resolve("run");
    Result train = train("lenet.yaml", "--epochs", "2", "--lr", "0.01", "--out", run.toString());
    assertEquals(0, train.status, train.err);
    assertEquals("the spec's text\n", Files.readString(run.resolve("spec.yaml")));
    assertEquals(3, Files.readAllLines(run.resolve("metrics.csv")).size());
    assertEquals(2344, ImageIO.read(run.resolve("curves.png").toFile()).getWidth());
    try (var files = Files.list(run)) {
      assertEquals(
          "[best.safetensors, checkpoints, confusion.png, curves.png, evaluation.json,"
              + " events.out.tfevents.specc, images.json, metrics.csv, metrics.jsonl, mistakes.png,"
              + " predictions.csv, recipe.yaml, report.html, settings.json, spec.yaml,"
              + " weights.safetensors]",
          files.map(f -> String.valueOf(f.getFileName())).sorted().toList().toString());
    }

    Result eval = eval(run.toString(), "--format", "json");
    JsonNode json = JsonMapper.builder().build().readTree(eval.out);
    String accuracy = "test accuracy %.4f (".formatted(json.path("accuracy").asDouble());
    assertTrue(train.out.startsWith(accuracy), train.out);
    assertEquals(10, json.path("classes").size());
    assertTrue(eval(run.toString()).out.startsWith(accuracy));
    assertEquals(
        eval(run.toString()).out,
        eval("lenet.yaml", "--weights", run.resolve("weights.safetensors").toString()).out);
  }

  @Test
  void evalTreatsImagesAsTheRunDid() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        recipe: 1
        data: {source: fashion-mnist-subset, normalise: measured, validation: 500}
        epochs: 1
        """);
    Path run = folder.resolve("run");
    Result train = train("lenet.yaml", "--recipe", recipe.toString(), "--out", run.toString());
    assertEquals(0, train.status, train.err);

    String accuracy = train.out.substring(0, train.out.indexOf(" ("));
    assertTrue(eval(run.toString()).out.startsWith(accuracy), train.out);
    String weights = run.resolve("weights.safetensors").toString();
    assertFalse(eval("lenet.yaml", "--weights", weights).out.startsWith(accuracy));
  }

  @Test
  void settingsTellAllThatDecidedTheRun() throws IOException {
    Path run = folder.resolve("run");
    train(
        "lenet.yaml",
        "--epochs",
        "1",
        "--batch",
        "500",
        "--optimizer",
        "sgd",
        "--momentum",
        "0.5",
        "--seed",
        "7",
        "--recompute",
        "dense",
        "--out",
        run.toString());
    JsonNode settings =
        JsonMapper.builder().build().readTree(Files.readString(run.resolve("settings.json")));
    assertEquals(
        List.of(
            "spec",
            "variant",
            "set",
            "size",
            "data",
            "engine",
            "precision",
            "recompute",
            "device",
            "versions"),
        settings.properties().stream().map(Map.Entry::getKey).toList());
    assertEquals("lenet.yaml", settings.path("spec").asText());
    assertEquals("dense", settings.path("recompute").asText());
    String recipe = Files.readString(run.resolve("recipe.yaml"));
    for (String line : List.of("epochs: 1\n", "batch: 500\n", "lr: 0.1\n", "seed: 7\n")) {
      assertTrue(recipe.contains("\n" + line), recipe);
    }
    assertTrue(recipe.contains("momentum: 0.5"), recipe);
    assertEquals("2.7.1", settings.path("versions").path("libtorch").asText());
  }

  /** As many outputs as classes are wanted of every head that learns. */
  @Test
  void aHeadOfOtherClassesIsToldBeforeTraining() throws IOException {
    Path spec = folder.resolve("side.yaml");
    Files.writeString(
        spec,
        """
        specc: 1
        input: [1, 28, 28]
        net: [{max_pool: {kernel: 4}, as: stem}, flatten, linear: {out: 10}]
        aux: [{as: side, from: stem, body: [flatten, linear: {out: 5}]}]
        """);
    Path run = folder.resolve("run");
    for (String command : List.of("train", "bench")) {
      Outcome outcome =
          command.equals("train")
              ? Outcome.of(command, spec.toString(), "--out", run.toString())
              : Outcome.of(command, spec.toString());
      assertEquals(1, outcome.status(), outcome.all());
      assertTrue(
          outcome.err().contains("the head `side` gives [5], and the net gives [10]"),
          outcome.err());
    }
    assertFalse(Files.exists(run));
  }

  @Test
  void aSpecWithErrorsIsStatus1AndLeavesNothing() {
    Path run = folder.resolve("run");
    GraphSource broken = (command, spec, set, size) -> Optional.empty();
    assertEquals(1, run(new TrainCommand(broken), "x.yaml", "--out", run.toString()).status);
    assertTrue(Files.notExists(run));
  }

  @Test
  void missingDataAreOneLineAndStatus1() {
    Path run = folder.resolve("run");
    Result result = train("lenet.yaml", "--data", "/nowhere", "--out", run.toString());
    assertEquals(1, result.status);
    assertEquals(
        "error: /nowhere: no such folder; --data takes fashion-mnist-subset, fashion-mnist, or a"
            + " folder of images\n",
        result.err);
    assertTrue(Files.notExists(run));
  }

  @Test
  void divergenceIsOneLineAndStatus1() {
    Result result =
        train(
            "lenet.yaml",
            "--optimizer",
            "sgd",
            "--lr",
            "1e38",
            "--out",
            folder.resolve("run").toString());
    assertEquals(1, result.status);
    assertTrue(result.err.startsWith("error: the loss is no number any more at step "), result.err);
    assertEquals(1, result.err.lines().count());
  }

  @Test
  void optionsOutOfRangeAreStatus2() {
    assertEquals(2, train("lenet.yaml", "--epochs", "0").status);
    assertEquals(2, train("lenet.yaml", "--lr", "-1").status);
    assertEquals(2, train("lenet.yaml", "--lr", "NaN").status);
    assertEquals(2, train("lenet.yaml", "--momentum", "0.9").status, "adam takes none");
    assertEquals(2, train("lenet.yaml", "--optimizer", "lion").status);
    assertEquals(2, train("lenet.yaml", "--recompute", "all").status);
    Result blocks = train("lenet.yaml", "--engine", "blocks", "--recompute", "dense");
    assertEquals(2, blocks.status);
    assertTrue(blocks.err.contains("--recompute dense takes --engine script"), blocks.err);
  }

  @Test
  void evalOfWhatIsNoRunSaysSo() {
    Result file = eval("lenet.yaml");
    assertEquals(2, file.status);
    assertTrue(file.err.startsWith("lenet.yaml is no run folder"), file.err);
    Result empty = eval(folder.toString());
    assertEquals(1, empty.status);
    assertEquals("error: " + folder + ": no run folder: it has no spec.yaml\n", empty.err);
  }

  @Test
  void whatHasNoLossIsNamedBeforeItTrains() throws IOException {
    String net =
        """
        specc: 1
        name: n
        input: [1, 28, 28]
        net:
          - conv: {out: 2, kernel: 3}
            as: box
          - flatten
          - linear: {out: 10}
            as: first
          - linear: {out: 10}
            as: second
        outputs: %s
        """;
    assertEquals(
        "training by the output `second`: `first` and `box` have no loss",
        begins(net.formatted("[second, first, box]")));
    assertEquals(
        "training by the output `class`: `where` has no loss",
        begins(net.formatted("{class: second, where: box}")));
    assertTrue(begins(net.formatted("[second]")).startsWith("training n on "));
  }

  /** The first line that training this says. */
  private String begins(String spec) throws IOException {
    String net = Files.writeString(folder.resolve("n.yaml"), spec).toString();
    Path run = Files.createTempDirectory(folder, "runs").resolve("run");
    Outcome train =
        Outcome.of("train", net, "--epochs", "1", "--batch", "500", "--out", run.toString());
    assertEquals(0, train.status(), train.all());
    return train.err().lines().findFirst().orElseThrow();
  }

  private static Result train(String... args) {
    return run(new TrainCommand(LENET), args);
  }

  private static Result eval(String... args) {
    return run(new EvalCommand(LENET), args);
  }

  private static Result run(Object command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, line, parsed) -> Main.failed(e, line.getErr()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Result(status, out.toString(), err.toString());
  }
}
