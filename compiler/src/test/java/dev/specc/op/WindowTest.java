package dev.specc.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.specc.diagnostic.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The arithmetic of windows, against what PyTorch gives. */
class WindowTest {
  static List<String> pools() throws IOException {
    try (InputStream in = WindowTest.class.getResourceAsStream("max_pool.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pools")
  void givesTheSizesOfMaxPool(String line) {
    String[] parts = line.split(" \\| ");
    long[] n = Arrays.stream(parts[0].split(" ")).mapToLong(Long::parseLong).toArray();
    for (boolean ceil : List.of(false, true)) {
      Window window =
          new Window(
              Pair.both(n[1]), Pair.both(n[2]), Padding.of(n[3], n[3]), Pair.both(n[4]), ceil);
      String size =
          switch (new Pool.MaxPool(window).infer(List.of(Shape.of(2, n[0], n[0])))) {
            case Inference.Output output -> Long.toString(output.shape().height());
            // PyTorch gives minus infinity.
            case Inference.Failure failure when failure.message().endsWith("only padding") -> "1";
            case Inference.Failure failure -> "-";
          };
      assertEquals(parts[ceil ? 2 : 1], size, "ceil_mode " + ceil);
    }
  }

  /** TensorFlow's rule: ceil(size / stride) windows, of an odd padding the rest at the end. */
  @ParameterizedTest
  @CsvSource({
    "9, 3, 1, 1, 1, 1, 9",
    "9, 4, 1, 1, 1, 2, 9",
    "9, 3, 1, 2, 2, 2, 9",
    "8, 3, 2, 1, 0, 1, 4",
    "7, 3, 2, 1, 1, 1, 4",
    "224, 7, 2, 1, 2, 3, 112",
    "5, 1, 2, 1, 0, 0, 3",
    "6, 2, 4, 1, 0, 0, 2",
    "5, 2, 5, 1, 0, 0, 1",
    "10, 5, 3, 1, 2, 2, 4"
  })
  void padsSameWindows(
      long size, long kernel, long stride, long dilation, long before, long after, long out) {
    Window window =
        Window.of(Pair.both(kernel), Pair.both(stride), new Padding.Same(), Pair.both(dilation));
    Shape input = Shape.of(3, size, size);
    assertEquals(new Padding.Sides(before, after, before, after), window.sides(input));
    assertEquals(Inference.output(3, out, out), window.slide(input, 3));
  }

  /** torch.nn.ConvTranspose2d on 4x4. */
  @ParameterizedTest
  @CsvSource({
    "2, 3, 1, 1, 1, 8",
    "2, 2, 0, 0, 1, 8",
    "3, 3, 0, 2, 1, 14",
    "1, 3, 1, 0, 2, 6",
    "2, 4, 1, 0, 1, 8",
    "2, 3, 1, 1, 2, 10"
  })
  void givesTheSizesOfConvTranspose(
      long stride, long kernel, long padding, long outputPadding, long dilation, long out) {
    Op op =
        new ConvTranspose(
            5,
            Pair.both(kernel),
            Pair.both(stride),
            Pair.both(padding),
            Pair.both(outputPadding),
            Pair.both(dilation),
            1,
            true);
    assertEquals(Inference.output(5, out, out), op.infer(List.of(Shape.of(3, 4, 4))));
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 2", "2, 1, 2", "2, 2, 2", "1, 1, 1"})
  void refusesAPoolPaddedByMoreThanHalfItsWindow(long kernel, long dilation, long padding) {
    Window window =
        Window.of(
            Pair.both(kernel), Pair.both(1), Padding.of(padding, padding), Pair.both(dilation));
    Inference inference = new Pool.MaxPool(window).infer(List.of(Shape.of(1, 9, 9)));
    assertEquals(
        Code.PADDING_TOO_LARGE, assertInstanceOf(Inference.Failure.class, inference).code());
  }

  /** Every small window is tried, and its pixels are counted. */
  @Test
  void aMaxPoolSeesAPixelInEachWindow() {
    int refused = 0;
    for (long kernel = 1; kernel <= 3; kernel++) {
      for (long dilation = 1; dilation <= 6; dilation++) {
        for (long padding = 0; padding <= (dilation * (kernel - 1) + 1) / 2; padding++) {
          for (long stride = 1; stride <= 3; stride++) {
            for (long size = 1; size <= 6; size++) {
              refused += refused(kernel, dilation, padding, stride, size) ? 1 : 0;
            }
          }
        }
      }
    }
    assertEquals(63, refused);
  }

  private static boolean refused(long kernel, long dilation, long padding, long stride, long size) {
    Window rows =
        Window.of(
            new Pair(kernel, 1),
            new Pair(stride, 1),
            Padding.of(padding, 0),
            new Pair(dilation, 1));
    Inference pooled = new Pool.MaxPool(rows).infer(List.of(Shape.of(1, size, 1)));
    Inference slid = rows.slide(Shape.of(1, size, 1), 1);
    boolean allSee =
        !(slid instanceof Inference.Output(Shape output))
            || LongStream.range(0, output.height())
                .map(window -> window * stride - padding)
                .allMatch(
                    start ->
                        LongStream.range(0, kernel)
                            .map(i -> start + i * dilation)
                            .anyMatch(pixel -> pixel >= 0 && pixel < size));
    assertEquals(allSee, pooled.equals(slid), rows + " over " + size);
    return !allSee;
  }

  @Test
  void keepsAxesApart() {
    Window window = Window.of(new Pair(1, 7), new Pair(1, 2), Padding.of(0, 3), Pair.both(1));
    assertEquals(
        Inference.output(4, 17, 9),
        new Conv(4, window, 1, true).infer(List.of(Shape.of(2, 17, 17))));
  }
}
