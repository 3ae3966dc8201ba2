package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import dev.specc.data.DataException;
import dev.specc.data.PixelBatch;
import dev.specc.recipe.DataChoice.Normalisation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean and standard deviation of each channel over a set of images, with values from 0 to 1.
 *
 * <p>They are computed from whole numbers, so that neither the order nor the sizes of the batches
 * matter.
 */
public final class ChannelStatistics {
  private static final Script SUM = Script.of("torch.sum(x, [0, 2, 3], dtype=4)", "x");

  private static final Script SQUARES =
      Script.of("torch.sum(torch.square(torch.to(x, 3)), [0, 2, 3], dtype=4)", "x");

  private static final double WHITE = 255;

  private long pixels;
  private long[] sums = {};
  private long[] squares = {};

  private ChannelStatistics() {}

  /**
   * The numbers to normalise with. A channel that is the same everywhere gets a deviation of 1.
   *
   * @param images all of them, in batches of any sizes
   * @throws DataException where there is no image
   */
  public static Normalisation.Fixed measure(Iterable<PixelBatch> images) {
    ChannelStatistics statistics = new ChannelStatistics();
    images.forEach(statistics::add);
    if (statistics.pixels == 0) {
      throw new DataException("no images to measure mean and standard deviation of");
    }
    return statistics.result();
  }

  private void add(PixelBatch batch) {
    BatchShape shape = BatchShape.of(batch.pixels().getShape());
    if (pixels == 0) {
      sums = new long[shape.channels()];
      squares = new long[shape.channels()];
    }
    if (shape.batch() > 0) {
      pixels += (long) shape.batch() * shape.area();
      add(sums, SUM.call(batch.pixels()));
      add(squares, SQUARES.call(batch.pixels()));
    }
  }

  private static void add(long[] totals, NDArray part) {
    try (part) {
      long[] values = part.toLongArray();
      for (int i = 0; i < totals.length; i++) {
        totals[i] += values[i];
      }
    }
  }

  private Normalisation.Fixed result() {
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      mean.add(sums[i] / (WHITE * pixels));
      double deviation = Math.sqrt(scaledVariance(i)) / (WHITE * pixels);
      std.add(deviation == 0 ? 1 : deviation);
    }
    return new Normalisation.Fixed(mean, std);
  }

  /** The variance of the levels, times the square of the count: exact, and too large for a long. */
  private double scaledVariance(int channel) {
    BigInteger sum = BigInteger.valueOf(sums[channel]);
    return BigInteger.valueOf(squares[channel])
        .multiply(BigInteger.valueOf(pixels))
        .subtract(sum.multiply(sum))
        .doubleValue();
  }
}
