package dev.specc.augment;

import ai.djl.ndarray.NDArray;

/**
 * Affine changes of where an image is sampled: for each place of the result, in pixels from the
 * image's centre, the place of the source that stands there. PyTorch's {@code affine_grid} with
 * corners not aligned, black outside.
 *
 * <p>{@code source x = xx * x + xy * y + x0}, {@code source y = yx * x + yy * y + y0}
 */
record Warp(double xx, double xy, double x0, double yx, double yy, double y0) {
  /** Numbers of one image. */
  static final int NUMBERS = 6;

  static final Warp IDENTITY = new Warp(1, 0, 0, 0, 1, 0);

  private static final Script NEAREST = sampling(1);
  private static final Script BILINEAR = sampling(0);

  private static Script sampling(int mode) {
    return Script.of(
        "torch.grid_sampler(x, torch.affine_grid_generator(torch.reshape(warps, [-1, 2, 3]),"
            + " torch.size(x), False), %d, 0, False)".formatted(mode),
        "x",
        "warps");
  }

  /** Turns the image, counter-clockwise, as {@code torchvision.transforms.functional.rotate}. */
  static Warp rotation(double degrees) {
    double angle = Math.toRadians(degrees);
    return new Warp(Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0);
  }

  /** Moves each row left by {@code magnitude} times its distance from the top edge. */
  static Warp shearX(double magnitude, int height) {
    return new Warp(1, magnitude, magnitude * height / 2, 0, 1, 0);
  }

  /** Moves each column up by {@code magnitude} times its distance from the left edge. */
  static Warp shearY(double magnitude, int width) {
    return new Warp(1, 0, 0, magnitude, 1, magnitude * width / 2);
  }

  /** Moves the image to the right and down by so many pixels. */
  static Warp translation(double right, double down) {
    return new Warp(1, 0, -right, 0, 1, -down);
  }

  /** Writes the numbers of image {@code i}, in the coordinates of {@code affine_grid}: -1 to 1. */
  void into(float[] numbers, int i, int height, int width) {
    int at = NUMBERS * i;
    numbers[at] = (float) xx;
    numbers[at + 1] = (float) (xy * height / width);
    numbers[at + 2] = (float) (2 * x0 / width);
    numbers[at + 3] = (float) (yx * width / height);
    numbers[at + 4] = (float) yy;
    numbers[at + 5] = (float) (2 * y0 / height);
  }

  /** The nearest pixel of the source, so that values stay what they were. */
  static NDArray nearest(NDArray images, NDArray warps) {
    return NEAREST.call(images, warps);
  }

  /** Between the four pixels of the source around the place. */
  static NDArray bilinear(NDArray images, NDArray warps) {
    return BILINEAR.call(images, warps);
  }
}
