package dev.specc.data;

import dev.specc.data.Bilinear.Part;

/** How an image of any size becomes one of the size that all have. */
sealed interface Frame {
  Pixels apply(Pixels image);

  /** In pixels. */
  int height();

  /** In pixels. */
  int width();

  /** All have this size already. */
  record AsItIs(int height, int width) implements Frame {
    @Override
    public Pixels apply(Pixels image) {
      if (image.height() != height || image.width() != width) {
        throw new IllegalStateException("an image of another size: " + image);
      }
      return image;
    }
  }

  /** To this size whatever the sides' ratio: torchvision's {@code Resize((height, width))}. */
  record Stretched(int height, int width) implements Frame {
    public Stretched {
      requirePossible(height, width);
    }

    @Override
    public Pixels apply(Pixels image) {
      return resized(image, height, width, new Part(0, 0, height, width));
    }
  }

  /**
   * Resized, as little as it takes, to cover this size, of which the centre is kept: for a square,
   * torchvision's {@code Resize(side)} and {@code CenterCrop(side)}.
   */
  record Covered(int height, int width) implements Frame {
    public Covered {
      requirePossible(height, width);
    }

    @Override
    public Pixels apply(Pixels image) {
      boolean tall = (long) image.height() * width > (long) image.width() * height;
      int toHeight = tall ? (int) ((long) image.height() * width / image.width()) : height;
      int toWidth = tall ? width : (int) ((long) image.width() * height / image.height());
      int top = half(toHeight - height);
      int left = half(toWidth - width);
      return resized(image, toHeight, toWidth, new Part(top, left, height, width));
    }

    /** Half to even, as Python rounds. */
    private static int half(int pixels) {
      return (int) Math.rint(pixels / 2.0);
    }
  }

  private static void requirePossible(int height, int width) {
    if ((long) height * width > ImageHeader.MOST_PIXELS) {
      throw new DataException(
          "images cannot be resized to %dx%d pixels: at most %,d"
              .formatted(height, width, ImageHeader.MOST_PIXELS));
    }
  }

  private static Pixels resized(Pixels image, int toHeight, int toWidth, Part part) {
    if (toHeight == image.height() && toWidth == image.width() && whole(image, part)) {
      return image;
    }
    Bilinear resize = new Bilinear(image.height(), image.width(), toHeight, toWidth, part);
    int from = image.height() * image.width();
    int to = part.height() * part.width();
    byte[] values = new byte[image.channels() * to];
    for (int c = 0; c < image.channels(); c++) {
      resize.resize(image.values(), c * from, values, c * to);
    }
    return new Pixels(image.channels(), part.height(), part.width(), values);
  }

  private static boolean whole(Pixels image, Part part) {
    return part.height() == image.height() && part.width() == image.width();
  }
}
