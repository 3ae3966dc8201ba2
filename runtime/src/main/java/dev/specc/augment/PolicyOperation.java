package dev.specc.augment;

/**
 * The operations that AutoAugment (Cubuk et al. 2019, table 6) and RandAugment (Cubuk et al. 2020,
 * section 3) choose from, with torchvision's magnitudes.
 */
enum PolicyOperation {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOR,
  CONTRAST,
  SHARPNESS,
  POSTERIZE,
  SOLARIZE,
  AUTO_CONTRAST,
  EQUALIZE,
  INVERT;

  /** Translations reach 150 pixels in the images of 331 that the policies were learned on. */
  private static final double FARTHEST = 150.0 / 331.0;

  /** Whether either direction is as likely. */
  boolean isSigned() {
    return switch (this) {
      case SHEAR_X,
          SHEAR_Y,
          TRANSLATE_X,
          TRANSLATE_Y,
          ROTATE,
          BRIGHTNESS,
          COLOR,
          CONTRAST,
          SHARPNESS ->
          true;
      case IDENTITY, POSTERIZE, SOLARIZE, AUTO_CONTRAST, EQUALIZE, INVERT -> false;
    };
  }

  LevelKernel kernel() {
    return switch (this) {
      case IDENTITY -> LevelKernel.IDENTITY;
      case SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> LevelKernel.WARP;
      case BRIGHTNESS -> LevelKernel.BRIGHTNESS;
      case COLOR -> LevelKernel.COLOUR;
      case CONTRAST -> LevelKernel.CONTRAST;
      case SHARPNESS -> LevelKernel.SHARPNESS;
      case POSTERIZE -> LevelKernel.POSTERIZE;
      case SOLARIZE, INVERT -> LevelKernel.SOLARIZE;
      case AUTO_CONTRAST -> LevelKernel.AUTO_CONTRAST;
      case EQUALIZE -> LevelKernel.EQUALIZE;
    };
  }

  /**
   * Writes the numbers of its kernel for image {@code i}.
   *
   * @param strength 0 to 1: the bin of the magnitude over the last bin
   * @param sign 1 or -1; counts only where {@link #isSigned}
   */
  void into(float[] numbers, int i, double strength, int sign, BatchShape shape) {
    double signed = sign * strength;
    switch (this) {
      case IDENTITY, AUTO_CONTRAST, EQUALIZE -> {}
      case SHEAR_X -> warp(numbers, i, Warp.shearX(0.3 * signed, shape.height()), shape);
      case SHEAR_Y -> warp(numbers, i, Warp.shearY(0.3 * signed, shape.width()), shape);
      case TRANSLATE_X ->
          warp(numbers, i, Warp.translation(pixels(signed, shape.width()), 0), shape);
      case TRANSLATE_Y ->
          warp(numbers, i, Warp.translation(0, pixels(signed, shape.height())), shape);
      case ROTATE -> warp(numbers, i, Warp.rotation(30 * signed), shape);
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> numbers[i] = (float) (1 + 0.9 * signed);
      case POSTERIZE -> numbers[i] = 1 << (int) Math.rint(4 * strength);
      case SOLARIZE -> numbers[i] = (float) (255 - 255 * strength);
      case INVERT -> numbers[i] = 0;
    }
  }

  /** Whole pixels, cut down. */
  private static int pixels(double strength, int side) {
    return (int) (FARTHEST * side * strength);
  }

  private static void warp(float[] numbers, int i, Warp warp, BatchShape shape) {
    warp.into(numbers, i, shape.height(), shape.width());
  }
}
