package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.data.Datasets;
import dev.specc.data.ImageSet;
import dev.specc.data.Pictures;
import dev.specc.op.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code predict RUN} says of a picture what training's own test said of it. */
class PredictRunTest {
  private static final int SHOWN = 20;

  @TempDir private Path folder = Path.of("");

  @Test
  void picturesAreNormalisedAndClassesNamed() throws IOException {
    Path run = train(Golden.repository("specs/lenet.yaml"), Datasets.SUBSET, "normalise: measured");
    ImageSet test = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28)).testedOn();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      files.add(folder.resolve("picture%d.png".formatted(i)));
      Pictures.write(files.getLast(), Pictures.clothing(test, i));
    }
    assertSaysTheSame(run, files);
    Outcome set = predict(run, files, "--set", "classes=3");
    assertTrue(set.err().startsWith("error: --set goes with a spec; a run has its own\n"));

    Outcome text = predict(run, files.subList(0, 1)).without(folder);
    assertTrue(
        text.out().matches("picture0\\.png: ([a-z/ -]+ \\d+\\.\\d %(, |\n)){5}"), text.out());
  }

  /** Of one size, of many (which are covered and cropped), and stretched by the recipe. */
  @ParameterizedTest
  @CsvSource({"20, 30, 0, normalise: none", "20, 30, 4, normalise: none", "20, 30, 4, resize: 12"})
  void picturesOfOtherSizesBecomeWhatTheRunLearnedFrom(
      int height, int width, int step, String treatment) throws IOException {
    for (String split : List.of("train", "test")) {
      for (int i = 0; i < 12; i++) {
        int channels = i % 4 == 1 ? 1 : 3;
        Path file = folder.resolve("data/%s/class%d/%02d.png".formatted(split, i % 2, i));
        Pictures.write(
            file, Pictures.photo(channels, height + i * step, width - i * step / 4, i % 2));
      }
    }
    Files.writeString(
        folder.resolve("tiny.yaml"),
        """
        specc: 1
        name: tiny
        input: [3, 16, 16]
        net:
          - conv: {out: 4, kernel: 3}
          - relu
          - max_pool: {kernel: 7}
          - flatten
          - linear: {out: 2}
        """);
    Path run = train(folder.resolve("tiny.yaml"), folder.resolve("data").toString(), treatment);
    try (Stream<Path> files = Files.walk(folder.resolve("data/test"))) {
      assertSaysTheSame(run, files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  private Path train(Path spec, String data, String treatment) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        recipe: 1
        data: {source: "%s", %s}
        epochs: 1
        batch: 16
        """
            .formatted(data, treatment));
    Path run = folder.resolve("run");
    Outcome outcome =
        Outcome.of(
            "train",
            spec.toString(),
            "--recipe",
            recipe.toString(),
            "--lr",
            "0.01",
            "--out",
            run.toString());
    assertEquals(0, outcome.status(), outcome.all());
    return run;
  }

  private static Outcome predict(Path run, List<Path> files, String... more) {
    List<String> command = new ArrayList<>(List.of("predict", run.toString()));
    files.forEach(file -> command.addAll(List.of("--input", file.toString())));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray(String[]::new));
  }

  /**
   * @param files the first of the run's held-out images, in their order
   */
  private static void assertSaysTheSame(Path run, List<Path> files) throws IOException {
    Outcome outcome = predict(run, files, "--format", "json");
    assertEquals(0, outcome.status(), outcome.all());
    JsonNode inputs = JsonMapper.builder().build().readTree(outcome.out()).path("inputs");
    List<String> lines = Files.readAllLines(run.resolve("predictions.csv"));
    assertEquals(files.size(), inputs.size());
    for (int i = 0; i < files.size(); i++) {
      String[] row = lines.get(i + 1).split(",");
      JsonNode first = inputs.path(i).path(0);
      assertEquals(Integer.parseInt(row[2]), first.path("class").asInt(), files.get(i).toString());
      assertEquals(Double.parseDouble(row[3]), first.path("probability").asDouble(), 1e-5);
    }
  }
}
