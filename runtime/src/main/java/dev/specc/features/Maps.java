package dev.specc.features;

import dev.specc.picture.ColourMap;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The feature maps of one node for one image.
 *
 * @param values [channels, height, width]; nobody changes them
 */
public record Maps(int channels, int height, int width, float[] values) {
  public Maps {
    if (values.length != channels * height * width) {
      throw new IllegalArgumentException(values.length + " values");
    }
  }

  /** One map, [height, width]. */
  public float[] map(int channel) {
    int size = height * width;
    return Arrays.copyOfRange(values, channel * size, (channel + 1) * size);
  }

  public double mean(int channel) {
    double sum = 0;
    for (float value : map(channel)) {
      sum += value;
    }
    return sum / (height * width);
  }

  /** The channels of the largest mean activation, the largest first. */
  public List<Integer> strongest(int most) {
    return IntStream.range(0, channels)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> -mean(c)))
        .limit(most)
        .toList();
  }

  /** One map in viridis, from its least value to its largest. */
  public BufferedImage image(int channel) {
    return ColourMap.VIRIDIS.image(map(channel), height, width);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Maps m
        && channels == m.channels
        && height == m.height
        && width == m.width
        && Arrays.equals(values, m.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Maps[%d, %d, %d]".formatted(channels, height, width);
  }
}
