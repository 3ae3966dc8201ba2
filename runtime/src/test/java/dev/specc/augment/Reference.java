package dev.specc.augment;

/** Augmentations of one pixel, or of one channel, written from their definitions. */
final class Reference {
  private Reference() {}

  /** Between the four pixels around a place; black outside. */
  static float bilinear(Images from, int image, int channel, double row, double column) {
    int y = (int) Math.floor(row);
    int x = (int) Math.floor(column);
    double down = row - y;
    double right = column - x;
    return (float)
        ((1 - down) * (1 - right) * from.atOrBlack(image, channel, y, x)
            + (1 - down) * right * from.atOrBlack(image, channel, y, x + 1)
            + down * (1 - right) * from.atOrBlack(image, channel, y + 1, x)
            + down * right * from.atOrBlack(image, channel, y + 1, x + 1));
  }

  static double grey(double red, double green, double blue) {
    return 0.2989 * red + 0.587 * green + 0.114 * blue;
  }

  static double grey(Images from, int image, int y, int x) {
    return from.channels() == 1
        ? from.at(image, 0, y, x)
        : grey(from.at(image, 0, y, x), from.at(image, 1, y, x), from.at(image, 2, y, x));
  }

  /** Away from {@code dull}, which 0 gives, by a factor. */
  static double blend(double value, double dull, double factor, double white) {
    return Math.clamp(factor * value + (1 - factor) * dull, 0, white);
  }

  /** Hue in circles, saturation, value; by the textbook. */
  static double[] hsv(double red, double green, double blue) {
    double max = Math.max(red, Math.max(green, blue));
    double min = Math.min(red, Math.min(green, blue));
    double chroma = max - min;
    double sixths = 0;
    if (chroma > 0 && max == red) {
      sixths = (green - blue) / chroma;
    } else if (chroma > 0 && max == green) {
      sixths = 2 + (blue - red) / chroma;
    } else if (chroma > 0) {
      sixths = 4 + (red - green) / chroma;
    }
    return new double[] {sixths / 6, max == 0 ? 0 : chroma / max, max};
  }

  /** By cases over the six sectors of the circle. */
  static double[] rgb(double hue, double saturation, double value) {
    double sixths = 6 * (hue - Math.floor(hue));
    int sector = (int) Math.floor(sixths) % 6;
    double f = sixths - Math.floor(sixths);
    double p = value * (1 - saturation);
    double q = value * (1 - saturation * f);
    double t = value * (1 - saturation * (1 - f));
    return switch (sector) {
      case 0 -> new double[] {value, t, p};
      case 1 -> new double[] {q, value, p};
      case 2 -> new double[] {p, value, t};
      case 3 -> new double[] {p, q, value};
      case 4 -> new double[] {t, p, value};
      default -> new double[] {value, p, q};
    };
  }
}
