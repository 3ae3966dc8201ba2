package dev.specc.augment;

/** Pillow's operations on one image at a time, on whole levels, written from their definitions. */
final class LevelReference {
  /** Where a place is so near to the middle between pixels that rounding decides. */
  static final float UNDECIDED = Float.NaN;

  private static final double CLOSE = 1e-3;

  private LevelReference() {}

  /**
   * One operation on one image of a batch, pixel by pixel.
   *
   * @param magnitude the factor, angle in degrees, shear, pixels, bits or threshold; with its sign
   * @return a level; a half between two where the last bit of a number decides which of them;
   *     {@link #UNDECIDED} where it decides between pixels
   */
  static float at(
      PolicyOperation operation, Images from, double magnitude, int i, int c, int y, int x) {
    double dx = x + 0.5 - from.width() / 2.0;
    double dy = y + 0.5 - from.height() / 2.0;
    double level = from.at(i, c, y, x);
    double angle = Math.toRadians(magnitude);
    return switch (operation) {
      case IDENTITY -> (float) level;
      case SHEAR_X -> nearest(from, i, c, y, x + magnitude * (y + 0.5));
      case SHEAR_Y -> nearest(from, i, c, y + magnitude * (x + 0.5), x);
      case TRANSLATE_X -> nearest(from, i, c, y, x - (int) magnitude);
      case TRANSLATE_Y -> nearest(from, i, c, y - (int) magnitude, x);
      case ROTATE ->
          nearest(
              from,
              i,
              c,
              Math.sin(angle) * dx + Math.cos(angle) * dy + from.height() / 2.0 - 0.5,
              Math.cos(angle) * dx - Math.sin(angle) * dy + from.width() / 2.0 - 0.5);
      case BRIGHTNESS -> blend(level, 0, magnitude);
      case COLOR ->
          from.channels() == 1
              ? (float) level
              : blend(level, Math.floor(Reference.grey(from, i, y, x)), magnitude);
      case CONTRAST -> blend(level, meanGrey(from, i), magnitude);
      case SHARPNESS -> blend(level, blurred(from, i, c, y, x), magnitude);
      case POSTERIZE -> (int) level & -(1 << (8 - (int) magnitude));
      case SOLARIZE -> (float) (level >= magnitude ? 255 - level : level);
      case AUTO_CONTRAST -> stretched(from, level, i, c);
      case EQUALIZE -> equalized(from, (int) level, i, c);
      case INVERT -> (float) (255 - level);
    };
  }

  private static float nearest(Images from, int i, int c, double row, double column) {
    boolean between = isHalf(row) || isHalf(column);
    return between
        ? UNDECIDED
        : from.atOrBlack(i, c, (int) Math.rint(row), (int) Math.rint(column));
  }

  private static boolean isHalf(double place) {
    return Math.abs(Math.abs(place - Math.rint(place)) - 0.5) < CLOSE;
  }

  /** Cut down to a whole level. */
  private static float blend(double level, double dull, double factor) {
    double blended = Reference.blend(level, dull, factor, 255);
    // Between equal levels, and where an end of the scale cuts it off, no rounding happens.
    boolean exact = level == dull || blended == 0 || blended == 255 || factor == 1;
    return exact ? (float) blended : cutDown(blended);
  }

  private static float cutDown(double level) {
    double whole = Math.rint(level);
    return (float) (Math.abs(level - whole) < CLOSE ? whole - 0.5 : Math.floor(level));
  }

  private static double meanGrey(Images from, int i) {
    double sum = 0;
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < from.width(); x++) {
        sum += Math.floor(Reference.grey(from, i, y, x));
      }
    }
    return sum / (from.height() * from.width());
  }

  /** Means of 3 by 3 pixels where the middle one counts 5 times; the border stays. */
  private static double blurred(Images from, int i, int c, int y, int x) {
    boolean border = y == 0 || x == 0 || y == from.height() - 1 || x == from.width() - 1;
    if (border) {
      return from.at(i, c, y, x);
    }
    double sum = 4 * from.at(i, c, y, x);
    for (int p = 0; p < 9; p++) {
      sum += from.at(i, c, y + p / 3 - 1, x + p % 3 - 1);
    }
    return Math.rint(sum / 13);
  }

  private static float stretched(Images from, double level, int i, int c) {
    double low = 255;
    double high = 0;
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < from.width(); x++) {
        low = Math.min(low, from.at(i, c, y, x));
        high = Math.max(high, from.at(i, c, y, x));
      }
    }
    return (float) (low == high ? level : Math.floor((level - low) * 255 / (high - low)));
  }

  private static float equalized(Images from, int level, int i, int c) {
    int[] histogram = new int[256];
    int brightest = 0;
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < from.width(); x++) {
        int l = (int) from.at(i, c, y, x);
        histogram[l]++;
        brightest = Math.max(brightest, l);
      }
    }
    int step = (from.height() * from.width() - histogram[brightest]) / 255;
    if (step == 0) {
      return level;
    }
    int below = 0;
    for (int l = 0; l < level; l++) {
      below += histogram[l];
    }
    return Math.min(255, (below + step / 2) / step);
  }
}
