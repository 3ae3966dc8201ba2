package dev.specc.augment;

import ai.djl.ndarray.NDArray;

/**
 * What the operations of AutoAugment and RandAugment compute, on whole levels from 0 to 255 in
 * float32, as torchvision computes it on uint8. Some operations differ in their numbers only.
 */
enum LevelKernel {
  IDENTITY(0),
  /** Shear, translation, rotation. The nearest pixel, black outside. */
  WARP(Warp.NUMBERS),
  BRIGHTNESS(1),
  /** Grey images stay. */
  COLOUR(1),
  CONTRAST(1),
  SHARPNESS(1),
  /** Keeps so many of the 8 bits. The number is the size of a step, {@code 2^(8 - bits)}. */
  POSTERIZE(1),
  /** Inverts the levels from a threshold on; with 0, all. */
  SOLARIZE(1),
  /** Stretches each channel to all levels. */
  AUTO_CONTRAST(0),
  /** Spreads each channel evenly over the levels. */
  EQUALIZE(0);

  private static final Script POSTERIZED =
      Script.of("torch.floor(x / %1$s) * %1$s".formatted(each("step")), "x", "step");

  private static final Script SOLARIZED =
      Script.of("torch.where(x >= %s, 255. - x, x)".formatted(each("threshold")), "x", "threshold");

  private static final Script STRETCHED =
      Script.of(
          "torch.where(high > low,"
              + " torch.floor((x - low) * 255. / torch.clamp_min(high - low, 1.)), x)",
          "x",
          "low",
          "high");

  private static final Script LOWEST = Script.of("torch.amin(x, [2, 3], True)", "x");
  private static final Script HIGHEST = Script.of("torch.amax(x, [2, 3], True)", "x");

  /**
   * The image and, inside its border, the mean of each pixel's 3 by 3 neighbours where the pixel
   * itself counts 5 times.
   */
  private static final Script BLURRED =
      Script.of(
          "torch.round((torch.avg_pool2d(x, [3, 3], [1, 1], [0, 0], False, True, 1) + 4. *"
              + " torch.slice(torch.slice(x, 2, 1, -1, 1), 3, 1, -1, 1)) / 13.)",
          "x");

  private static final Script SHARPENED =
      Script.of(
          "torch.floor(torch.clamp(dull + %s * (x - dull), 0., 255.))".formatted(each("factor")),
          "x",
          "dull",
          "factor");

  /** The inner part between the image's own border. */
  private static final Script FRAMED =
      Script.of(
          "torch.cat([%s, torch.cat([%s, inner, %s], 3), %s], 2)"
              .formatted(
                  "torch.narrow(x, 2, 0, 1)",
                  "torch.narrow(torch.slice(x, 2, 1, -1, 1), 3, 0, 1)",
                  "torch.narrow(torch.slice(x, 2, 1, -1, 1), 3, torch.size(x, 3) - 1, 1)",
                  "torch.narrow(x, 2, torch.size(x, 2) - 1, 1)"),
          "x",
          "inner");

  private final int numbers;

  LevelKernel(int numbers) {
    this.numbers = numbers;
  }

  /** How many numbers it takes for each image. */
  int numbers() {
    return numbers;
  }

  private static String each(String name) {
    return "torch.reshape(%s, [-1, 1, 1, 1])".formatted(name);
  }

  /**
   * The changed images.
   *
   * @param levels float32 [B, C, H, W]
   * @param drawn float32 [B * numbers]
   */
  NDArray apply(NDArray levels, NDArray drawn) {
    return switch (this) {
      case IDENTITY -> levels;
      case WARP -> Warp.nearest(levels, drawn);
      case BRIGHTNESS -> ColourOps.LEVELS.brightness(levels, drawn);
      case COLOUR -> ColourOps.LEVELS.saturation(levels, drawn);
      case CONTRAST -> ColourOps.LEVELS.contrast(levels, drawn);
      case SHARPNESS -> sharpness(levels, drawn);
      case POSTERIZE -> POSTERIZED.call(levels, drawn);
      case SOLARIZE -> SOLARIZED.call(levels, drawn);
      case AUTO_CONTRAST -> STRETCHED.call(levels, LOWEST.call(levels), HIGHEST.call(levels));
      case EQUALIZE -> Equalize.apply(levels);
    };
  }

  /** Images of less than 3 pixels have nothing inside their border. */
  private static NDArray sharpness(NDArray levels, NDArray factors) {
    if (levels.getShape().get(2) < 3 || levels.getShape().get(3) < 3) {
      return levels;
    }
    NDArray dull = FRAMED.call(levels, BLURRED.call(levels));
    return SHARPENED.call(levels, dull, factors);
  }
}
