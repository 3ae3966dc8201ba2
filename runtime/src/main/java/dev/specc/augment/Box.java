package dev.specc.augment;

import java.util.random.RandomGenerator;

/** Part of an image in pixels: rows from top to below bottom, columns from left to before right. */
record Box(int top, int left, int bottom, int right) {
  static final Box NONE = new Box(0, 0, 0, 0);

  /** The text of which pixels of {@code x} lie in {@code boxes} [B * 4]: bool [B, 1, H, W]. */
  static final String MASK =
      "(%1$s >= %3$s) & (%1$s < %5$s) & (%2$s >= %4$s) & (%2$s < %6$s)"
          .formatted(
              Script.coordinates(2), Script.coordinates(3), side(0), side(1), side(2), side(3));

  /** The text of one side of {@code boxes} [B * 4], in their order: [B, 1, 1, 1]. */
  static String side(int number) {
    return "torch.reshape(torch.select(torch.reshape(boxes, [-1, 4]), 1, %d), [-1, 1, 1, 1])"
        .formatted(number);
  }

  /**
   * A box of this size about a pixel, cut off at the image's edges. Of an even size, the pixel is
   * the first after the middle.
   */
  static Box about(int row, int column, int boxHeight, int boxWidth, BatchShape image) {
    int top = row - boxHeight / 2;
    int left = column - boxWidth / 2;
    return new Box(
        Math.max(0, top),
        Math.max(0, left),
        Math.min(image.height(), top + boxHeight),
        Math.min(image.width(), left + boxWidth));
  }

  /** Somewhere in the image, each place as likely. */
  static Box within(RandomGenerator random, int boxHeight, int boxWidth, BatchShape image) {
    int top = random.nextInt(image.height() - boxHeight + 1);
    int left = random.nextInt(image.width() - boxWidth + 1);
    return new Box(top, left, top + boxHeight, left + boxWidth);
  }

  int height() {
    return bottom - top;
  }

  int width() {
    return right - left;
  }

  int area() {
    return height() * width();
  }

  /** Writes the four sides as the numbers of image {@code i}. */
  void into(float[] numbers, int i) {
    numbers[4 * i] = top;
    numbers[4 * i + 1] = left;
    numbers[4 * i + 2] = bottom;
    numbers[4 * i + 3] = right;
  }
}
