package dev.specc.augment;

import static dev.specc.augment.PolicyOperation.AUTO_CONTRAST;
import static dev.specc.augment.PolicyOperation.BRIGHTNESS;
import static dev.specc.augment.PolicyOperation.COLOR;
import static dev.specc.augment.PolicyOperation.CONTRAST;
import static dev.specc.augment.PolicyOperation.EQUALIZE;
import static dev.specc.augment.PolicyOperation.INVERT;
import static dev.specc.augment.PolicyOperation.POSTERIZE;
import static dev.specc.augment.PolicyOperation.ROTATE;
import static dev.specc.augment.PolicyOperation.SHARPNESS;
import static dev.specc.augment.PolicyOperation.SHEAR_X;
import static dev.specc.augment.PolicyOperation.SHEAR_Y;
import static dev.specc.augment.PolicyOperation.SOLARIZE;
import static dev.specc.augment.PolicyOperation.TRANSLATE_X;
import static dev.specc.augment.PolicyOperation.TRANSLATE_Y;

import dev.specc.recipe.Augmentation.AutoAugment.Policy;
import java.util.List;

/**
 * One row of a learned policy: two steps, one after the other.
 *
 * <p>The rows are those of Cubuk et al. 2019, tables 7 (CIFAR-10) and 9 (ImageNet), as
 * torchvision's {@code AutoAugment._get_policies} has them.
 */
record SubPolicy(Step first, Step second) {
  /** The last bin of a magnitude. */
  static final int LAST_BIN = 9;

  private static final List<SubPolicy> CIFAR10 =
      List.of(
          of(step(INVERT, 0.1), step(CONTRAST, 0.2, 6)),
          of(step(ROTATE, 0.7, 2), step(TRANSLATE_X, 0.3, 9)),
          of(step(SHARPNESS, 0.8, 1), step(SHARPNESS, 0.9, 3)),
          of(step(SHEAR_Y, 0.5, 8), step(TRANSLATE_Y, 0.7, 9)),
          of(step(AUTO_CONTRAST, 0.5), step(EQUALIZE, 0.9)),
          of(step(SHEAR_Y, 0.2, 7), step(POSTERIZE, 0.3, 7)),
          of(step(COLOR, 0.4, 3), step(BRIGHTNESS, 0.6, 7)),
          of(step(SHARPNESS, 0.3, 9), step(BRIGHTNESS, 0.7, 9)),
          of(step(EQUALIZE, 0.6), step(EQUALIZE, 0.5)),
          of(step(CONTRAST, 0.6, 7), step(SHARPNESS, 0.6, 5)),
          of(step(COLOR, 0.7, 7), step(TRANSLATE_X, 0.5, 8)),
          of(step(EQUALIZE, 0.3), step(AUTO_CONTRAST, 0.4)),
          of(step(TRANSLATE_Y, 0.4, 3), step(SHARPNESS, 0.2, 6)),
          of(step(BRIGHTNESS, 0.9, 6), step(COLOR, 0.2, 8)),
          of(step(SOLARIZE, 0.5, 2), step(INVERT, 0.0)),
          of(step(EQUALIZE, 0.2), step(AUTO_CONTRAST, 0.6)),
          of(step(EQUALIZE, 0.2), step(EQUALIZE, 0.6)),
          of(step(COLOR, 0.9, 9), step(EQUALIZE, 0.6)),
          of(step(AUTO_CONTRAST, 0.8), step(SOLARIZE, 0.2, 8)),
          of(step(BRIGHTNESS, 0.1, 3), step(COLOR, 0.7, 0)),
          of(step(SOLARIZE, 0.4, 5), step(AUTO_CONTRAST, 0.9)),
          of(step(TRANSLATE_Y, 0.9, 9), step(TRANSLATE_Y, 0.7, 9)),
          of(step(AUTO_CONTRAST, 0.9), step(SOLARIZE, 0.8, 3)),
          of(step(EQUALIZE, 0.8), step(INVERT, 0.1)),
          of(step(TRANSLATE_Y, 0.7, 9), step(AUTO_CONTRAST, 0.9)));

  private static final List<SubPolicy> IMAGENET =
      List.of(
          of(step(POSTERIZE, 0.4, 8), step(ROTATE, 0.6, 9)),
          of(step(SOLARIZE, 0.6, 5), step(AUTO_CONTRAST, 0.6)),
          of(step(EQUALIZE, 0.8), step(EQUALIZE, 0.6)),
          of(step(POSTERIZE, 0.6, 7), step(POSTERIZE, 0.6, 6)),
          of(step(EQUALIZE, 0.4), step(SOLARIZE, 0.2, 4)),
          of(step(EQUALIZE, 0.4), step(ROTATE, 0.8, 8)),
          of(step(SOLARIZE, 0.6, 3), step(EQUALIZE, 0.6)),
          of(step(POSTERIZE, 0.8, 5), step(EQUALIZE, 1.0)),
          of(step(ROTATE, 0.2, 3), step(SOLARIZE, 0.6, 8)),
          of(step(EQUALIZE, 0.6), step(POSTERIZE, 0.4, 6)),
          of(step(ROTATE, 0.8, 8), step(COLOR, 0.4, 0)),
          of(step(ROTATE, 0.4, 9), step(EQUALIZE, 0.6)),
          of(step(EQUALIZE, 0.0), step(EQUALIZE, 0.8)),
          of(step(INVERT, 0.6), step(EQUALIZE, 1.0)),
          of(step(COLOR, 0.6, 4), step(CONTRAST, 1.0, 8)),
          of(step(ROTATE, 0.8, 8), step(COLOR, 1.0, 2)),
          of(step(COLOR, 0.8, 8), step(SOLARIZE, 0.8, 7)),
          of(step(SHARPNESS, 0.4, 7), step(INVERT, 0.6)),
          of(step(SHEAR_X, 0.6, 5), step(EQUALIZE, 1.0)),
          of(step(COLOR, 0.4, 0), step(EQUALIZE, 0.6)),
          of(step(EQUALIZE, 0.4), step(SOLARIZE, 0.2, 4)),
          of(step(SOLARIZE, 0.6, 5), step(AUTO_CONTRAST, 0.6)),
          of(step(INVERT, 0.6), step(EQUALIZE, 1.0)),
          of(step(COLOR, 0.6, 4), step(CONTRAST, 1.0, 8)),
          of(step(EQUALIZE, 0.8), step(EQUALIZE, 0.6)));

  /**
   * An operation that happens with a probability.
   *
   * @param bin of the magnitude, 0 to 9; 0 where the operation has none
   */
  record Step(PolicyOperation operation, double probability, int bin) {}

  static List<SubPolicy> of(Policy policy) {
    return switch (policy) {
      case CIFAR10 -> CIFAR10;
      case IMAGENET -> IMAGENET;
    };
  }

  private static SubPolicy of(Step first, Step second) {
    return new SubPolicy(first, second);
  }

  private static Step step(PolicyOperation operation, double probability) {
    return new Step(operation, probability, 0);
  }

  private static Step step(PolicyOperation operation, double probability, int bin) {
    return new Step(operation, probability, bin);
  }
}
