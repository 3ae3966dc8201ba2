package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import dev.specc.recipe.Augmentation.RandomResizedCrop;
import java.util.random.RandomGenerator;

/**
 * Cuts a part out and resizes it to the whole: torchvision's RandomResizedCrop, bilinear, with the
 * images' own size as its size. For each image it draws share and ratio, at most ten times until
 * the part fits, then the row and the column.
 */
record RandomResizedCropTransform(RandomArea part) implements ImageTransform {
  /**
   * Samples at {@code (place + 0.5) * size / full size - 0.5}, within the part: PyTorch's {@code
   * interpolate} of the part, which never looks beyond its edges.
   */
  private static final Script RESIZE =
      Script.of(
          "torch.grid_sampler(x, torch.stack([%s, %s], 3), 0, 1, False)"
              .formatted(along(3, 1, 3), along(2, 0, 2)),
          "x",
          "boxes");

  RandomResizedCropTransform(RandomResizedCrop r) {
    this(new RandomArea(r.minScale(), r.maxScale(), r.minRatio(), r.maxRatio()));
  }

  /** The text of where to sample along one dim, from -1 to 1: [B, H, W]. */
  private static String along(int dim, int low, int high) {
    String first = Box.side(low);
    String last = "(" + Box.side(high) + " - 1.)";
    String size = "(%s - %s)".formatted(Box.side(high), first);
    String full = "torch.size(x, %d)".formatted(dim);
    String wanted =
        "(%s + 0.5) * (%s / %s) - 0.5 + %s".formatted(Script.coordinates(dim), size, full, first);
    String pixel = "torch.minimum(torch.maximum(%s, %s), %s)".formatted(wanted, first, last);
    String place = "torch.squeeze((%s * 2. + 1.) / %s - 1., 1)".formatted(pixel, full);
    return "torch.expand(%s, [-1, torch.size(x, 2), torch.size(x, 3)])".formatted(place);
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    float[] boxes = new float[4 * shape.batch()];
    for (int i = 0; i < shape.batch(); i++) {
      box(random, shape).into(boxes, i);
    }
    Draws.Slot slot = draws.keep(boxes);
    return (images, numbers) -> resize(images, numbers.get(slot));
  }

  /**
   * The parts, each as large as its image was.
   *
   * @param boxes float32 [B * 4]
   */
  static NDArray resize(NDArray images, NDArray boxes) {
    return RESIZE.call(images, boxes);
  }

  private Box box(RandomGenerator random, BatchShape shape) {
    return part.draw(random, shape.area(), sides -> fits(sides, shape))
        .map(sides -> Box.within(random, sides.second(), sides.first(), shape))
        .orElseGet(() -> central(shape));
  }

  private static boolean fits(RandomArea.Sides sides, BatchShape shape) {
    return sides.first() >= 1
        && sides.first() <= shape.width()
        && sides.second() >= 1
        && sides.second() <= shape.height();
  }

  /** The largest part in the middle with a ratio in the range. */
  private Box central(BatchShape shape) {
    double ratio = (double) shape.width() / shape.height();
    int width = shape.width();
    int height = shape.height();
    if (ratio < part.minRatio()) {
      height = Math.max(1, (int) Math.rint(width / part.minRatio()));
    } else if (ratio > part.maxRatio()) {
      width = Math.max(1, (int) Math.rint(height * part.maxRatio()));
    }
    int top = (shape.height() - height) / 2;
    int left = (shape.width() - width) / 2;
    return new Box(top, left, top + height, left + width);
  }
}
