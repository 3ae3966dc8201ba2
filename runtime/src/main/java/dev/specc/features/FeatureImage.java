package dev.specc.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.DataException;
import dev.specc.data.InputFit;
import dev.specc.data.NpyReader;
import dev.specc.data.Pixels;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * An image to look at a net with.
 *
 * @param channels 1 or 3, or what an array has
 * @param values [channels, height, width]: 0 to 1 of a picture, an array's as they are
 */
public record FeatureImage(int channels, int height, int width, float[] values) {
  /**
   * Reads a PNG or JPEG file, or the first image of a .npy file, [C, H, W] or [N, C, H, W].
   *
   * @param pictures reads one
   * @throws DataException where it cannot be read, or is something else
   */
  public static FeatureImage read(Path file, Function<Path, Pixels> pictures) {
    return file.toString().endsWith(".npy") ? array(file) : picture(pictures.apply(file));
  }

  private static FeatureImage array(Path file) {
    try (NpyReader reader = NpyReader.open(file)) {
      List<Long> dims = reader.dims();
      if (dims.size() < 3 || dims.size() > 4 || dims.contains(0L)) {
        throw new DataException(
            "%s: its shape is %s, and an image is [C, H, W] or [1, C, H, W]".formatted(file, dims));
      }
      List<Long> image = dims.subList(dims.size() - 3, dims.size());
      boolean batch = dims.size() == 4;
      ByteBuffer floats = reader.rows(0, batch ? 1 : Math.toIntExact(dims.getFirst()));
      float[] values = new float[floats.remaining() / Float.BYTES];
      floats.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return new FeatureImage(
          Math.toIntExact(image.get(0)),
          Math.toIntExact(image.get(1)),
          Math.toIntExact(image.get(2)),
          values);
    }
  }

  private static FeatureImage picture(Pixels pixels) {
    float[] values = new float[pixels.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (pixels.values()[i] & 0xff) / 255f;
    }
    return new FeatureImage(pixels.channels(), pixels.height(), pixels.width(), values);
  }

  /**
   * As the net takes it, [1, C, H, W]: resized, with the net's channels, normalised.
   *
   * @throws DataException where such an image cannot be made into the net's input
   */
  public NDArray batch(NDManager manager, dev.specc.op.Shape input, Scaling scaling) {
    NDArray image = manager.create(values, new Shape(1, channels, height, width));
    boolean same =
        input.isMap()
            && input.channels() == channels
            && input.height() == height
            && input.width() == width;
    if (!same && channels != 1 && channels != 3) {
      throw new DataException(
          "an image of %d channels, and the net takes %s".formatted(channels, input));
    }
    NDArray fitted = same ? image : new InputFit(channels, height, width, input).fit(image);
    return scaling.apply(manager, fitted);
  }

  /** As a picture: from its least value to its largest where these are not 0 to 1. */
  public BufferedImage image() {
    float least = 0;
    float most = 1;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        float value = values[channels == 3 ? c * plane + i : i];
        rgb = rgb << 8 | Math.round(255 * (value - least) / (most - least));
      }
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }
}
