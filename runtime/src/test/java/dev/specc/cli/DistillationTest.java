package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A net learns from another one, which a recipe names. */
class DistillationTest {
  private static final String NET =
      """
      specc: 1
      name: small
      input: [1, 28, 28]
      net: [max_pool: {kernel: 4}, flatten, linear: {out: CLASSES}]
      """;

  @TempDir private Path folder = Path.of("");

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeEach
  void trainATeacher() throws IOException {
    Files.writeString(folder.resolve("small.yaml"), NET.replace("CLASSES", "10"));
    Files.writeString(folder.resolve("other.yaml"), NET.replace("CLASSES", "7"));
    Outcome outcome = train("small.yaml", "teacher", "--epochs", "2");
    assertEquals(0, outcome.status(), outcome.all());
  }

  private Outcome train(String spec, String run, String... more) {
    List<String> usual = List.of("train", file(spec), "--batch", "500", "--out", file(run));
    return Outcome.of(
        java.util.stream.Stream.concat(usual.stream(), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private String recipe(String teacher, double alpha) throws IOException {
    String text =
        """
        recipe: 1
        epochs: 1
        loss:
          distillation: {teacher: %s, weights: %s, temperature: 3, alpha: %s}
        """
            .formatted(file(teacher), file("teacher/weights.safetensors"), alpha);
    return Files.writeString(folder.resolve("taught" + alpha + ".yaml"), text).toString();
  }

  @Test
  void theTeacherChangesWhatIsLearned() throws IOException {
    for (double alpha : new double[] {0, 0.9}) {
      Outcome outcome =
          train("small.yaml", "student" + alpha, "--recipe", recipe("small.yaml", alpha));
      assertEquals(0, outcome.status(), outcome.all());
    }
    Outcome plain = train("small.yaml", "plain", "--epochs", "1");
    assertEquals(0, plain.status(), plain.all());
    assertEquals(loss("plain"), loss("student0.0"), "without its share the teacher counts nothing");
    assertNotEquals(loss("plain"), loss("student0.9"));
  }

  private String loss(String run) throws IOException {
    return Files.readAllLines(folder.resolve(run).resolve("metrics.csv")).get(1).split(",")[3];
  }

  @Test
  void aTeacherOfOtherClassesIsToldBeforeTraining() throws IOException {
    Outcome outcome = train("small.yaml", "run", "--recipe", recipe("other.yaml", 0.5));
    assertEquals(1, outcome.status());
    assertTrue(
        outcome.err().contains("makes [7] of [1, 28, 28], and the net makes [10] of [1, 28, 28]"),
        outcome.err());
    assertTrue(Files.notExists(folder.resolve("run")));
  }
}
