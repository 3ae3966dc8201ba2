package dev.specc.augment;

import ai.djl.ndarray.NDArray;

/**
 * Turns the circle of hues, and keeps saturation and value (HSV): torchvision's {@code adjust_hue}.
 *
 * <p>With value V, chroma C and hue H in sixths, a channel is {@code V - C * clamp(min(k, 4 - k),
 * 0, 1)} for {@code k = (n + H) mod 6}, where n is 5 for red, 3 for green and 1 for blue.
 */
final class Hue {
  private static final Script VALUE = Script.of(ofThree("maximum"), "x");

  private static final Script CHROMA = Script.of("value - " + ofThree("minimum"), "x", "value");

  /** The hue in sixths of the circle, from red; whatever it is where there is no chroma. */
  private static final Script SIXTHS = Script.of(sixths(), "x", "value", "chroma");

  private static final Script TURNED =
      Script.of(
          "torch.cat([%s, %s, %s], 1)".formatted(turned(5), turned(3), turned(1)),
          "value",
          "chroma",
          "sixths",
          "shift");

  private Hue() {}

  private static String channel(int number) {
    return "torch.narrow(x, 1, %d, 1)".formatted(number);
  }

  private static String sixths() {
    String red = difference(1, 2);
    String green = "2. + " + difference(2, 0);
    String blue = "4. + " + difference(0, 1);
    return "torch.where(%s == value, %s, torch.where(%s == value, %s, %s))"
        .formatted(channel(0), red, channel(1), green, blue);
  }

  private static String difference(int first, int second) {
    return "(%s - %s) / torch.clamp_min(chroma, 1e-9)".formatted(channel(first), channel(second));
  }

  private static String ofThree(String function) {
    return "torch.%1$s(torch.%1$s(%2$s, %3$s), %4$s)"
        .formatted(function, channel(0), channel(1), channel(2));
  }

  private static String turned(int n) {
    String k =
        "torch.remainder(sixths + 6. * torch.reshape(shift, [-1, 1, 1, 1]) + %d., 6.)".formatted(n);
    return "value - chroma * torch.clamp(torch.minimum(%1$s, 4. - %1$s), 0., 1.)".formatted(k);
  }

  /**
   * The images with other hues. Grey ones have none and stay.
   *
   * @param shifts float32 [B], in circles
   */
  static NDArray turn(NDArray images, NDArray shifts) {
    if (ColourOps.isGrey(images)) {
      return images;
    }
    NDArray value = VALUE.call(images);
    NDArray chroma = CHROMA.call(images, value);
    return TURNED.call(value, chroma, SIXTHS.call(images, value, chroma), shifts);
  }
}
