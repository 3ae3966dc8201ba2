package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.specc.op.Shape;

/**
 * Makes grey images of one size into what a net takes: [C, H, W] with C = 1, or 3 equal channels,
 * resized (bilinear, as torchvision's Resize on an image) where the size differs; or [H * W].
 */
public final class InputFit {
  private static final int BILINEAR = 1;

  private final int height;
  private final int width;
  private final Shape input;

  /**
   * @param height of the images, in pixels
   * @param width of the images, in pixels
   * @param input what the net takes for one example
   * @throws DataException where such images cannot be made into it
   */
  public InputFit(int height, int width, Shape input) {
    this.height = height;
    this.width = width;
    this.input = input;
    boolean vector = input.rank() == 1 && input.channels() == (long) height * width;
    boolean map = input.isMap() && (input.channels() == 1 || input.channels() == 3);
    if (!vector && !map) {
      throw new DataException(
          "the net takes %s, and grey images of %dx%d can be made into [1, H, W], [3, H, W] or [%d]"
              .formatted(input, height, width, height * width));
    }
  }

  /**
   * @param pixels uint8 [B, height, width]; the manager of the result is its own
   * @param white the float32 scalar 255, on the same device
   * @return float32 in [0, 1], [B, C, H, W] or [B, H * W]
   */
  NDArray fit(NDArray pixels, NDArray white) {
    long batch = pixels.getShape().get(0);
    NDArray scaled = pixels.toType(DataType.FLOAT32, false).div(white);
    if (!input.isMap()) {
      return scaled.reshape(batch, input.channels());
    }
    NDArray sized = resizes() ? resized(scaled, batch) : scaled;
    NDArray map = sized.reshape(batch, 1, input.height(), input.width());
    return input.channels() == 1 ? map : map.repeat(1, input.channels());
  }

  /** Whether images change their size on the way. */
  public boolean resizes() {
    return input.isMap() && (input.height() != height || input.width() != width);
  }

  private NDArray resized(NDArray images, long batch) {
    NDArray channelsLast = images.reshape(batch, height, width, 1);
    return channelsLast
        .getNDArrayInternal()
        .resize((int) input.width(), (int) input.height(), BILINEAR);
  }
}
