package dev.specc.memory;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.op.Conv;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.precision.Precision;
import org.junit.jupiter.api.Test;

/** A convolution of one pixel is a product of matrices, where pixels are few. */
class MatrixProductsTest {
  private static final Shape SMALL = Shape.of(64, 8, 8);
  private static final Conv POINTWISE = conv(1, 1, 0, 1);

  private static Conv conv(long kernel, long stride, long padding, long groups) {
    Window window =
        Window.of(Pair.both(kernel), Pair.both(stride), Padding.of(padding, padding), Pair.both(1));
    return new Conv(64, window, groups, false);
  }

  private static boolean multiplies(Conv conv, Shape input, long batch) {
    return MatrixProducts.are(
        conv, input, batch, MemoryFormat.CHANNELS_LAST, Processor.CPU, Precision.FLOAT32);
  }

  @Test
  void pixelsOfTheWholeBatchCount() {
    assertTrue(multiplies(POINTWISE, SMALL, 128));
    assertFalse(multiplies(POINTWISE, SMALL, 129));
    assertFalse(multiplies(POINTWISE, SMALL, Long.MAX_VALUE));
  }

  @Test
  void nothingThatLooksFurtherThanAPixel() {
    assertFalse(multiplies(conv(3, 1, 1, 1), SMALL, 8));
    assertFalse(multiplies(conv(1, 2, 0, 1), SMALL, 8));
    assertFalse(multiplies(conv(1, 1, 1, 1), SMALL, 8));
    assertFalse(multiplies(conv(1, 1, 0, 2), SMALL, 8));
  }

  @Test
  void onlyWhereThePixelsAreRowsOfFloat32OnACpu() {
    assertFalse(
        MatrixProducts.are(
            POINTWISE, SMALL, 8, MemoryFormat.CONTIGUOUS, Processor.CPU, Precision.FLOAT32));
    assertFalse(
        MatrixProducts.are(
            POINTWISE, SMALL, 8, MemoryFormat.CHANNELS_LAST, Processor.GPU, Precision.FLOAT32));
    assertFalse(
        MatrixProducts.are(
            POINTWISE, SMALL, 8, MemoryFormat.CHANNELS_LAST, Processor.CPU, Precision.BF16));
  }
}
