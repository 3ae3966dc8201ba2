package dev.specc.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Shape;

/**
 * Makes batches of images of one size into what a net takes: [C, H, W] with C = 1 or 3, resized
 * (bilinear with antialias, as torchvision's Resize on a tensor) where the size differs; or a
 * vector [C * H * W].
 *
 * <p>A grey image becomes three equal channels; of a colour image its luma is taken (ITU-R BT.601,
 * as torchvision's Grayscale).
 */
public final class InputFit {
  private static final int BILINEAR = 2;

  /** Of red, green and blue. */
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private final int height;
  private final int width;
  private final Shape input;

  /** For the images of a set. */
  public InputFit(ImageSet images, Shape input) {
    this(images.channels(), images.height(), images.width(), input);
  }

  /**
   * @param channels of the images, 1 or 3
   * @param height of the images, in pixels
   * @param width of the images, in pixels
   * @param input what the net takes for one example
   * @throws DataException where such images cannot be made into it
   */
  public InputFit(int channels, int height, int width, Shape input) {
    this.height = height;
    this.width = width;
    this.input = input;
    long elements = (long) channels * height * width;
    boolean vector = input.rank() == 1 && input.channels() == elements;
    boolean map = input.isMap() && (input.channels() == 1 || input.channels() == 3);
    if (!vector && !map) {
      throw new DataException(
          "the net takes %s, and %s images of %dx%d can be made into [1, H, W], [3, H, W] or [%d]"
              .formatted(input, channels == 1 ? "grey" : "colour", height, width, elements));
    }
  }

  /**
   * @param images float32 [B, C, H, W] of the images' size; the manager of the result is its own
   * @return float32 of the net's input, [B, C, H, W] or [B, C * H * W]
   */
  public NDArray fit(NDArray images) {
    if (!input.isMap()) {
      return images.reshape(images.getShape().get(0), input.channels());
    }
    NDArray sized = resizes() ? resized(images) : images;
    long channels = sized.getShape().get(1);
    if (channels == input.channels()) {
      return sized;
    }
    return channels == 1 ? sized.repeat(1, input.channels()) : luma(sized);
  }

  /** Whether images change their size on the way. */
  public boolean resizes() {
    return input.isMap() && (input.height() != height || input.width() != width);
  }

  private NDArray resized(NDArray images) {
    long[] size = {input.height(), input.width()};
    return JniUtils.interpolate((PtNDArray) images, size, BILINEAR, false);
  }

  private static NDArray luma(NDArray images) {
    NDList parts = new NDList();
    for (int c = 0; c < LUMA.length; c++) {
      NDArray channel = images.get(new NDIndex().addAllDim().addSliceDim(c, c + 1));
      parts.add(channel.mul(LUMA[c]));
    }
    return NDArrays.add(parts.toArray(NDArray[]::new));
  }
}
