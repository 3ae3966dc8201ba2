package dev.specc.augment;

import ai.djl.ndarray.NDArray;

/**
 * Changes of brightness, contrast and colour by a factor for each image, as in torchvision's {@code
 * functional_tensor}: the image, moved from a dull one (black, the mean grey, the grey image) by
 * the factor.
 */
final class ColourOps {
  /** On values from 0 to 1. */
  static final ColourOps UNIT = new ColourOps("1.", "%s");

  /** On whole levels from 0 to 255, cut down to whole levels as uint8 arithmetic does. */
  static final ColourOps LEVELS = new ColourOps("255.", "torch.floor(%s)");

  private static final String FACTOR = "torch.reshape(factor, [-1, 1, 1, 1])";

  private final Script brightness;
  private final Script contrast;
  private final Script saturation;
  private final Script greyContrast;

  private ColourOps(String white, String stored) {
    String grey = stored.formatted(grey());
    this.brightness = blend("0.", white, stored);
    this.contrast = blend(mean(grey), white, stored);
    this.greyContrast = blend(mean("x"), white, stored);
    this.saturation = blend(grey, white, stored);
  }

  /** ITU-R 601, with the digits that torchvision has. */
  private static String grey() {
    return "0.2989 * %s + 0.587 * %s + 0.114 * %s".formatted(channel(0), channel(1), channel(2));
  }

  private static String channel(int number) {
    return "torch.narrow(x, 1, %d, 1)".formatted(number);
  }

  private static String mean(String values) {
    return "torch.mean(%s, [1, 2, 3], True)".formatted(values);
  }

  private static Script blend(String dull, String white, String stored) {
    String moved = "(%1$s) + %2$s * (x - (%1$s))".formatted(dull, FACTOR);
    String kept = "torch.clamp(%s, 0., %s)".formatted(moved, white);
    return Script.of(stored.formatted(kept), "x", "factor");
  }

  /** 0 is black, 1 the image. */
  NDArray brightness(NDArray images, NDArray factors) {
    return brightness.call(images, factors);
  }

  /** 0 is the mean grey, 1 the image. */
  NDArray contrast(NDArray images, NDArray factors) {
    return (isGrey(images) ? greyContrast : contrast).call(images, factors);
  }

  /** 0 is grey, 1 the image. Grey images have no colour and stay. */
  NDArray saturation(NDArray images, NDArray factors) {
    return isGrey(images) ? images : saturation.call(images, factors);
  }

  static boolean isGrey(NDArray images) {
    return images.getShape().get(1) == 1;
  }
}
