package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.data.NpyReader;
import dev.specc.data.NpyWriter;
import dev.specc.data.Pictures;
import dev.specc.data.Pixels;
import dev.specc.weights.ArrayBytes;
import dev.specc.weights.ElementType;
import dev.specc.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A net that sums each channel times its weight, 10 and 1. */
class PredictCommandTest {
  private static final String SPEC =
      """
      specc: 1
      name: tiny
      input: [1, 4, 4]
      net:
        - max_pool: {kernel: 2}
          as: pool
        - global_avg_pool
        - flatten
        - linear: {out: 2, bias: false}
          as: fc
      outputs: {classes: fc, map: pool}
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("tiny.yaml"), SPEC);
    SafetensorsWriter.write(
        folder.resolve("w.safetensors"),
        Map.of(),
        List.of(
            new SafetensorsWriter.Named(
                "fc.weight",
                ElementType.F32,
                List.of(2L, 1L),
                out -> ArrayBytes.write(floats(10, 1), out))));
  }

  /** The trained batch norms are folded, whichever passes run: the outputs stay. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "default", "all"})
  void passesDoNotChangeTheOutputs(String passes) throws IOException {
    Files.writeString(
        folder.resolve("normed.yaml"),
        """
        specc: 1
        name: normed
        input: [1, 2, 2]
        net:
          - conv: {out: 2, kernel: 1, bias: false}
            as: conv
          - batch_norm: {eps: 1.0}
            as: bn
          - global_avg_pool
          - flatten
        """);
    SafetensorsWriter.write(
        folder.resolve("normed.safetensors"),
        Map.of(),
        List.of(
            named("conv.weight", List.of(2L, 1L, 1L, 1L), 1, 3),
            named("bn.weight", List.of(2L), 2, 4),
            named("bn.bias", List.of(2L), 0.5f, -0.5f),
            named("bn.running_mean", List.of(2L), 1, 2),
            named("bn.running_var", List.of(2L), 3, 3),
            new SafetensorsWriter.Named(
                "bn.num_batches_tracked",
                ElementType.I64,
                List.of(),
                out -> out.write(new byte[Long.BYTES]))));
    input(List.of(1L, 1L, 2L, 2L), 5, 5, 5, 5);
    Outcome outcome =
        Outcome.of(
            "predict",
            folder.resolve("normed.yaml").toString(),
            "--weights",
            folder.resolve("normed.safetensors").toString(),
            "--input",
            folder.resolve("x.npy").toString(),
            "--output",
            folder.resolve("y.npy").toString(),
            "--passes",
            passes);
    assertEquals(0, outcome.status(), outcome.all());
    try (NpyReader reader = NpyReader.open(folder.resolve("y.npy"))) {
      assertEquals(floats(4.5f, 25.5f), reader.rows(0, 1));
    }
  }

  private static SafetensorsWriter.Named named(String name, List<Long> shape, float... values) {
    return new SafetensorsWriter.Named(
        name, ElementType.F32, shape, out -> ArrayBytes.write(floats(values), out));
  }

  /** More inputs than run at once, at another size than the spec's. */
  @Test
  void runsEveryInputAtTheSizeOfTheFile() throws IOException {
    float[] inputs = new float[150 * 6];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i / 6;
    }
    input(List.of(150L, 1L, 2L, 3L), inputs);
    assertEquals(0, predict("--output", path("y.npy")).status());
    try (NpyReader reader = NpyReader.open(folder.resolve("y.npy"))) {
      assertEquals(List.of(150L, 2L), reader.dims());
      assertEquals(floats(1490, 149), reader.rows(149, 1));
    }
  }

  @Test
  void showsTheLargestClasses() throws IOException {
    input(List.of(1L, 1L, 2L, 2L), 3, 3, 3, 3);
    assertEquals("0: class 0 (30.0000), class 1 (3.0000)\n", predict().out());
    assertTrue(predict("--format", "json").out().contains("\"class\" : 0"));
  }

  @Test
  void givesAnotherOutput() throws IOException {
    input(List.of(1L, 1L, 2L, 4L), 1, 2, 3, 4, 5, 6, 7, 8);
    Outcome outcome = predict("--output-name", "map");
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("--output Y.npy writes it"), outcome.err());
    assertEquals(0, predict("--output-name", "map", "--output", path("y.npy")).status());
    try (NpyReader reader = NpyReader.open(folder.resolve("y.npy"))) {
      assertEquals(List.of(1L, 1L, 1L, 2L), reader.dims());
      assertEquals(floats(6, 8), reader.rows(0, 1));
    }
    assertTrue(
        predict("--output-name", "x").err().contains("no output x; the outputs: classes, map"));
  }

  @Test
  void aSizeThatTheSpecIsInvalidForIsLocated() throws IOException {
    input(List.of(1L, 1L, 1L, 4L), 1, 2, 3, 4);
    Outcome outcome = predict("--output", path("y.npy"));
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("tiny.yaml:5:24"), outcome.err());
    assertFalse(Files.exists(folder.resolve("y.npy")));
  }

  @Test
  void inputsThatAreNone() throws IOException {
    input(List.of(1L, 3L, 2L, 2L), new float[12]);
    assertError("x.npy: has 3 channels, and the net takes 1");
    input(List.of(2L, 2L), 1, 2, 3, 4);
    assertError("x.npy: its shape is [2, 2], and the net takes a batch of [N, C, H, W]");
    input(List.of(0L, 1L, 2L, 2L));
    assertError("x.npy: its shape is [0, 1, 2, 2]: there is nothing in it");
  }

  /** The linear layer of such a net fits one size. */
  @Test
  void anInputOfAnotherSizeThanTheWeightsAreFor() throws IOException {
    String spec = "specc: 1\nname: n\ninput: [1, 2, 2]\nnet: [flatten, linear: {out: 3}]\n";
    String net = Files.writeString(folder.resolve("fixed.yaml"), spec).toString();
    String weights = path("fixed.safetensors");
    Outcome.of("export", net, "--to", "safetensors", "--out", weights);
    input(List.of(1L, 1L, 3L, 3L), new float[9]);
    Outcome outcome = Outcome.of("predict", net, "--weights", weights, "--input", path("x.npy"));
    assertEquals(
        "error: `1.weight` of these weights is [3, 4], and with inputs of another size it would be"
            + " [3, 9]: the net takes [1, 2, 2]\n",
        outcome.err());
    assertEquals(1, outcome.status());
  }

  /** A grey value of 51 is 0.2; for the colours of a JPEG file see their own test. */
  @Test
  void takesImages() throws IOException {
    byte[] grey = new byte[12];
    java.util.Arrays.fill(grey, (byte) 51);
    byte[] colour = new byte[36];
    java.util.Arrays.fill(colour, (byte) 102);
    Pictures.write(folder.resolve("a.png"), new Pixels(1, 2, 6, grey));
    Pictures.write(folder.resolve("b.png"), new Pixels(3, 2, 6, colour));
    Files.move(folder.resolve("a.png"), folder.resolve("a.jpg"));
    String tiny = path("tiny.yaml");
    String weights = path("w.safetensors");
    Outcome outcome =
        Outcome.of(
            "predict",
            tiny,
            "--weights",
            weights,
            "--input",
            path("a.jpg"),
            "--input",
            path("b.png"));
    assertEquals(
        "a.jpg: class 0 (2.0000), class 1 (0.2000)\nb.png: class 0 (4.0000), class 1 (0.4000)\n",
        outcome.without(folder).out());
  }

  @Test
  void imagesThatCannotBeTaken() throws IOException {
    Pictures.write(folder.resolve("a.png"), new Pixels(1, 2, 6, new byte[12]));
    Pictures.write(folder.resolve("b.png"), new Pixels(1, 6, 2, new byte[12]));
    Files.writeString(folder.resolve("c.png"), "Hello");
    assertImageError(
        "b.png: is 6x2 pixels, and a.png is 2x6; images that are given together have one size",
        "a.png",
        "b.png");
    assertImageError("c.png: it starts with 48656c6c6f, as no PNG or JPEG does", "c.png");
    assertImageError("d.png: there is no such file", "d.png");
    input(List.of(1L, 1L, 2L, 2L), 3, 3, 3, 3);
    assertImageError(
        "x.npy: an array is a batch of its own, and 2 files are given: give one array, or pictures",
        "x.npy",
        "a.png");
  }

  private void assertImageError(String message, String... files) {
    List<String> command =
        new ArrayList<>(List.of("predict", path("tiny.yaml"), "--weights", path("w.safetensors")));
    for (String file : files) {
      command.addAll(List.of("--input", path(file)));
    }
    Outcome outcome = Outcome.of(command.toArray(String[]::new)).without(folder);
    assertEquals(1, outcome.status());
    assertEquals("error: " + message + "\n", outcome.err());
  }

  private void assertError(String message) {
    Outcome outcome = predict().without(folder);
    assertEquals(1, outcome.status());
    assertEquals("error: " + message + "\n", outcome.err());
  }

  private Outcome predict(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "predict",
                path("tiny.yaml"),
                "--weights",
                path("w.safetensors"),
                "--input",
                path("x.npy")));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray(String[]::new));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void input(List<Long> dims, float... numbers) throws IOException {
    try (NpyWriter writer = new NpyWriter(folder.resolve("x.npy"), dims)) {
      writer.append(floats(numbers));
      writer.finish();
    }
  }

  private static ByteBuffer floats(float... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.flip();
  }
}
