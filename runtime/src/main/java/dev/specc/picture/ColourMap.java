package dev.specc.picture;

import java.awt.image.BufferedImage;

/**
 * Colours for numbers from 0 to 1 that grow evenly brighter, so that they can be told apart by
 * everyone and in print.
 */
public enum ColourMap {
  /** From dark violet over green to yellow: nine points of matplotlib's viridis, CC0. */
  VIRIDIS(0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725),
  /** From black over red to yellow: nine points of matplotlib's inferno, CC0. */
  INFERNO(0x000004, 0x210c4a, 0x57106e, 0x8a226a, 0xbc3754, 0xe45a31, 0xf98e09, 0xf9cb35, 0xfcffa4),
  GREY(0x000000, 0xffffff);

  private final int[] points;

  ColourMap(int... points) {
    this.points = points;
  }

  /** {@code 0xrrggbb}, for a value that is brought into [0, 1]. */
  public int rgb(double value) {
    double place = Math.clamp(value, 0, 1) * (points.length - 1);
    int below = Math.min((int) place, points.length - 2);
    double share = place - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = points[below] >> shift & 0xff;
      int b = points[below + 1] >> shift & 0xff;
      rgb |= (int) Math.round(a + share * (b - a)) << shift;
    }
    return rgb;
  }

  /**
   * A map of numbers as an image of as many pixels, its least value at 0 and its largest at 1; a
   * map of equal numbers is all at 0.
   *
   * @param values [height, width], row by row
   */
  public BufferedImage image(float[] values, int height, int width) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float range = most > least ? most - least : 1;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      image.setRGB(i % width, i / width, rgb((values[i] - least) / range));
    }
    return image;
  }
}
