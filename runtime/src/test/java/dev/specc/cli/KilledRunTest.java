package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed at any moment and resumed ends with the weights of one that was left alone,
 * to the bit. {@code -Dkills=50} kills so many times.
 */
class KilledRunTest {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final String SPEC =
      """
      specc: 1
      name: small
      input: [1, 28, 28]
      net:
        - batch_norm
        - conv: {out: 4, kernel: 5, stride: 3}
        - relu
        - flatten
        - dropout: {p: 0.3}
        - linear: {out: 10}
      """;
  private static final String RECIPE =
      """
      recipe: 1
      epochs: 4
      batch: 64
      lr: 0.05
      schedule: {cosine: {every: step}}
      optimizer: {sgd: {momentum: 0.9, nesterov: true, weight_decay: 5e-4}}
      augment: [{random_crop: {padding: 2}}, flip, {mixup: {alpha: 0.2}}]
      ema: 0.99
      checkpoint: {steps: 20}
      """;

  @TempDir private Path folder = Path.of("");

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private Process train(Path run) throws IOException {
    return start(
        "train",
        folder.resolve("small.yaml").toString(),
        "--recipe",
        folder.resolve("recipe.yaml").toString(),
        "--out",
        run.toString());
  }

  @Test
  void theFinalWeightsAreThoseOfARunLeftAlone() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("small.yaml"), SPEC);
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    Path whole = folder.resolve("whole");
    long began = System.nanoTime();
    assertEquals(0, train(whole).waitFor(), this::log);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    Random random = new Random(7);
    int kills = 0;
    for (int run = 0; kills < KILLS; run++) {
      kills += killedUntilItEnds(folder.resolve("run" + run), random, millis, KILLS - kills);
      assertArrayEquals(weights(whole), weights(folder.resolve("run" + run)), "run " + run);
      assertEquals(rows(whole), rows(folder.resolve("run" + run)), "run " + run);
    }
  }

  /** Kills a run, at most so many times, and resumes it each time; how often it was killed. */
  private int killedUntilItEnds(Path run, Random random, long millis, int most)
      throws IOException, InterruptedException {
    int kills = 0;
    Process process = train(run);
    while (true) {
      boolean ends =
          kills == most || process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS);
      if (ends) {
        assertEquals(0, process.waitFor(), this::log);
        return kills;
      }
      process.destroyForcibly().waitFor();
      kills++;
      boolean began = Files.exists(run.resolve("settings.json"));
      process = began ? start("train", "--resume", run.toString()) : restart(run);
    }
  }

  /** It was killed before there was anything to resume. */
  private Process restart(Path run) throws IOException {
    for (String file : List.of("spec.yaml", "recipe.yaml")) {
      Files.deleteIfExists(run.resolve(file));
    }
    return train(run);
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("weights.safetensors"));
  }

  /** What does not depend on the clock: epoch, losses and accuracies. */
  private static List<List<String>> rows(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(line -> List.of(line.split(",")).subList(0, 5))
        .toList();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
