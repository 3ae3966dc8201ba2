package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.oracle.Python;
import dev.specc.recipe.Augmentation.AutoAugment.Policy;
import dev.specc.train.TorchEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the same parameters, torchvision makes the same images. */
@Tag("oracle")
class AugmentOracleTest {
  private static final int BATCH = 6;
  private static final int HEIGHT = 33;
  private static final int WIDTH = 26;

  /** Of values from 0 to 1. */
  private static final double INTERPOLATED = 5e-6;

  /**
   * Where a blend falls on a whole level, rounding decides whether uint8 arithmetic cuts it down to
   * the one below; so a value may be off by one level.
   */
  private static final double ONE_LEVEL = 1;

  /** The share of pixels for which rounding may choose the nearest pixel otherwise. */
  private static final double TIES = 0.03;

  private record Case(
      String operation, String magnitude, boolean levels, boolean warp, Images to) {}

  private final NDManager manager = TorchEngine.get().newBaseManager();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void operationsEqualTorchvisionsOnColour() throws IOException, InterruptedException {
    compare(3);
  }

  @Test
  void operationsEqualTorchvisionsOnGrey() throws IOException, InterruptedException {
    compare(1);
  }

  private void compare(int channels) throws IOException, InterruptedException {
    Images all = Images.levels(BATCH, channels, HEIGHT, WIDTH, 5);
    Images images = all.map((i, c, y, x) -> (float) Math.floor(20 + 0.8 * all.at(i, c, y, x)));
    List<Case> cases = new ArrayList<>(unitCases(images));
    cases.addAll(levelCases(images));
    write(images, cases);
    Python.script("augment.py", "apply", folder.toString());
    for (int n = 0; n < cases.size(); n++) {
      assertSame(cases.get(n), read(folder.resolve(n + ".npy"), images));
    }
  }

  private static void assertSame(Case c, Images expected) {
    double allowed = c.levels ? c.warp ? 0 : ONE_LEVEL : INTERPOLATED;
    int off = 0;
    for (int i = 0; i < expected.values().length; i++) {
      off += Math.abs(expected.values()[i] - c.to.values()[i]) > allowed ? 1 : 0;
    }
    double share = (double) off / expected.values().length;
    String message = c.operation + " " + c.magnitude + ": values that differ: " + share;
    assertTrue(share <= (c.levels && c.warp ? TIES : 0), message);
  }

  private List<Case> unitCases(Images levels) {
    NDArray x = levels.unit().array(manager);
    float[] warps = new float[Warp.NUMBERS * BATCH];
    float[] boxes = new float[4 * BATCH];
    for (int i = 0; i < BATCH; i++) {
      Warp.rotation(21.7).into(warps, i, HEIGHT, WIDTH);
      new Box(4, 5, 24, 16).into(boxes, i);
    }
    ColourOps unit = ColourOps.UNIT;
    return List.of(
        unit("rotation", 21.7, Warp.bilinear(x, manager.create(warps))),
        unit("brightness", 1.3, unit.brightness(x, each(1.3))),
        unit("contrast", 0.4, unit.contrast(x, each(0.4))),
        unit("saturation", 1.7, unit.saturation(x, each(1.7))),
        unit("hue", 0.21, Hue.turn(x, each(0.21))),
        unit("hue", -0.4, Hue.turn(x, each(-0.4))),
        new Case(
            "resized_crop",
            "[4, 5, 20, 11]",
            false,
            false,
            Images.of(RandomResizedCropTransform.resize(x, manager.create(boxes)))));
  }

  private NDArray each(double value) {
    return manager.zeros(new Shape(BATCH)).add(value);
  }

  private static Case unit(String operation, double magnitude, NDArray to) {
    return new Case(operation, String.valueOf(magnitude), false, false, Images.of(to));
  }

  private List<Case> levelCases(Images levels) {
    List<Case> cases = new ArrayList<>();
    for (PolicyOperation operation : PolicyOperation.values()) {
      for (int bin : new int[] {2, 5, 9}) {
        for (int sign : operation.isSigned() ? new int[] {-1, 1} : new int[] {1}) {
          cases.add(level(operation, bin, sign, levels));
        }
      }
    }
    return cases;
  }

  private Case level(PolicyOperation operation, int bin, int sign, Images levels) {
    float[] numbers = new float[operation.kernel().numbers() * BATCH];
    for (int i = 0; i < BATCH; i++) {
      operation.into(numbers, i, bin / 9.0, sign, levels.shape());
    }
    NDArray to = operation.kernel().apply(levels.array(manager), manager.create(numbers));
    return new Case(
        torchvision(operation),
        String.valueOf(magnitude(operation, bin, sign)),
        true,
        operation.kernel() == LevelKernel.WARP,
        Images.of(to));
  }

  /** As torchvision passes it to {@code _apply_op}. */
  private static double magnitude(PolicyOperation operation, int bin, int sign) {
    double strength = sign * bin / 9.0;
    return switch (operation) {
      case SHEAR_X, SHEAR_Y -> 0.3 * strength;
      case TRANSLATE_X -> 150.0 / 331 * WIDTH * strength;
      case TRANSLATE_Y -> 150.0 / 331 * HEIGHT * strength;
      case ROTATE -> 30 * strength;
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> 0.9 * strength;
      case POSTERIZE -> 8 - Math.rint(bin / 2.25);
      case SOLARIZE -> 255 - 255 * bin / 9.0;
      case IDENTITY, AUTO_CONTRAST, EQUALIZE, INVERT -> 0;
    };
  }

  /** {@code SHEAR_X} is {@code ShearX}. */
  private static String torchvision(PolicyOperation operation) {
    return List.of(operation.name().split("_")).stream()
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  @Test
  void thePoliciesAreTorchvisions() throws IOException, InterruptedException {
    JsonNode tables =
        JsonMapper.builder().build().readTree(Python.script("augment.py", "policies"));
    for (Policy policy : Policy.values()) {
      List<String> expected = new ArrayList<>();
      tables.path(policy.name()).forEach(row -> expected.add(step(row, 0) + ", " + step(row, 1)));
      List<String> rows =
          SubPolicy.of(policy).stream()
              .map(r -> step(r.first()) + ", " + step(r.second()))
              .toList();
      assertEquals(expected, rows);
    }
  }

  private static String step(JsonNode row, int number) {
    JsonNode step = row.path(number);
    return step.path(0).asText() + " " + step.path(1).asDouble() + " " + step.path(2).asInt(0);
  }

  private static String step(SubPolicy.Step step) {
    return torchvision(step.operation()) + " " + step.probability() + " " + step.bin();
  }

  private void write(Images images, List<Case> cases) throws IOException {
    String json =
        cases.stream()
            .map(c -> "[\"" + c.operation + "\", " + c.magnitude + "]")
            .collect(Collectors.joining(", ", "[", "]"));
    Files.writeString(folder.resolve("cases.json"), json);
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }"
            .formatted(images.batch(), images.channels(), images.height(), images.width());
    String padded = header + " ".repeat(128 - 10 - header.length() - 1) + "\n";
    byte[] pixels = images.pixels(manager).toByteArray();
    byte[] start =
        ("\u0093NUMPY\u0001\u0000v\u0000" + padded).getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = new byte[start.length + pixels.length];
    System.arraycopy(start, 0, file, 0, start.length);
    System.arraycopy(pixels, 0, file, start.length, pixels.length);
    Files.write(folder.resolve("images.npy"), file);
  }

  /** The float32 elements are the end of the file. */
  private static Images read(Path file, Images like) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = 4 * like.values().length;
    ByteBuffer data =
        ByteBuffer.wrap(bytes, bytes.length - length, length).order(ByteOrder.LITTLE_ENDIAN);
    return like.map((i, c, y, x) -> data.getFloat());
  }
}
