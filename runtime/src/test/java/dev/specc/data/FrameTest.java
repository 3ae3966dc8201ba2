package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
  private static final Pixels PHOTO = Pictures.photo(3, 37, 50, 4);

  @ParameterizedTest
  @CsvSource({"37,50", "20,20", "74,100", "19,90", "5,3", "1,1", "120,7"})
  void stretchesAsTheFormulaOfATriangleFilter(int height, int width) {
    Pixels resized = new Frame.Stretched(height, width).apply(PHOTO);
    double[] expected = reference(PHOTO, height, width);
    for (int i = 0; i < expected.length; i++) {
      // Rounding after each of two passes.
      assertEquals(expected[i], resized.values()[i] & 0xff, 1.01);
    }
  }

  /** 37 x 50 to a side of 24: 24 x int(24 * 50 / 37) = 24 x 32, of which the columns 4 to 28. */
  @Test
  void coversASquareAndKeepsItsCentre() {
    Pixels whole = new Frame.Stretched(24, 32).apply(PHOTO);
    assertEquals(cut(whole, 0, 4, 24, 24), new Frame.Covered(24, 24).apply(PHOTO));
  }

  @Test
  void coversAnyRectangle() {
    // Wider than the image: the width decides, 25 x int(37 * 60 / 50) = 44 rows.
    Pixels whole = new Frame.Stretched(44, 60).apply(PHOTO);
    assertEquals(cut(whole, 17, 0, 10, 60), new Frame.Covered(10, 60).apply(PHOTO));
  }

  @Test
  void leavesAnImageOfThatSize() {
    assertSame(PHOTO, new Frame.Covered(37, 50).apply(PHOTO));
    assertSame(PHOTO, new Frame.Stretched(37, 50).apply(PHOTO));
  }

  @Test
  void refusesSizesThatNoImageHas() {
    DataException e =
        assertThrows(DataException.class, () -> new Frame.Stretched(100_000, 100_000));
    assertEquals(
        "images cannot be resized to 100000x100000 pixels: at most 67,108,864", e.getMessage());
  }

  @Test
  void keepsBlackAndWhite() {
    byte[] white = new byte[100];
    java.util.Arrays.fill(white, (byte) 255);
    byte[] expected = new byte[49];
    java.util.Arrays.fill(expected, (byte) 255);
    assertArrayEquals(
        expected, new Frame.Stretched(7, 7).apply(new Pixels(1, 10, 10, white)).values());
  }

  private static Pixels cut(Pixels image, int top, int left, int height, int width) {
    byte[] values = new byte[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      int c = i / (height * width);
      int y = top + i / width % height;
      int x = left + i % width;
      values[i] = image.values()[(c * image.height() + y) * image.width() + x];
    }
    return new Pixels(3, height, width, values);
  }

  /** Each new pixel is the mean of all old ones, weighted by their distance in both axes. */
  private static double[] reference(Pixels image, int height, int width) {
    double[] values = new double[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      int c = i / (height * width);
      double sum = 0;
      double weights = 0;
      for (int y = 0; y < image.height(); y++) {
        double wy = weight(y, i / width % height, image.height(), height);
        for (int x = 0; x < image.width() && wy > 0; x++) {
          double w = wy * weight(x, i % width, image.width(), width);
          sum += w * (image.values()[(c * image.height() + y) * image.width() + x] & 0xff);
          weights += w;
        }
      }
      values[i] = sum / weights;
    }
    return values;
  }

  private static double weight(int old, int place, int size, int to) {
    double scale = (double) size / to;
    double distance = Math.abs(old + 0.5 - (place + 0.5) * scale) / Math.max(1, scale);
    return Math.max(0, 1 - distance);
  }
}
