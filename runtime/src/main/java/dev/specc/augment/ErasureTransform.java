package dev.specc.augment;

import dev.specc.recipe.Augmentation.Cutout;
import dev.specc.recipe.Augmentation.RandomErasing;
import java.util.random.RandomGenerator;

/** Sets a box of each image to 0, which is the mean where images are normalised. */
final class ErasureTransform implements ImageTransform {
  private static final Script ERASE =
      Script.of("torch.masked_fill(x, %s, 0.)".formatted(Box.MASK), "x", "boxes");

  /** Draws the box of one image. */
  private interface BoxChooser {
    Box choose(RandomGenerator random, BatchShape shape);
  }

  private final BoxChooser chooser;

  private ErasureTransform(BoxChooser chooser) {
    this.chooser = chooser;
  }

  /**
   * A square about a pixel, which sticks out where the pixel is near the edge, as in the authors'
   * code. It draws the pixel's row, then its column.
   */
  static ErasureTransform of(Cutout recipe) {
    int size = recipe.size();
    return new ErasureTransform(
        (random, shape) -> {
          int row = random.nextInt(shape.height());
          int column = random.nextInt(shape.width());
          return Box.about(row, column, size, size, shape);
        });
  }

  /**
   * A rectangle within the image. It draws whether, then share and ratio, at most ten times until
   * the rectangle is smaller than the image both ways (else nothing is erased), then its place.
   */
  static ErasureTransform of(RandomErasing r) {
    RandomArea part = new RandomArea(r.minScale(), r.maxScale(), r.minRatio(), r.maxRatio());
    return new ErasureTransform(
        (random, shape) -> {
          if (random.nextDouble() >= r.probability()) {
            return Box.NONE;
          }
          return part.draw(
                  random,
                  shape.area(),
                  sides -> sides.first() < shape.height() && sides.second() < shape.width())
              .map(sides -> Box.within(random, sides.first(), sides.second(), shape))
              .orElse(Box.NONE);
        });
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    float[] boxes = new float[4 * shape.batch()];
    for (int i = 0; i < shape.batch(); i++) {
      chooser.choose(random, shape).into(boxes, i);
    }
    Draws.Slot slot = draws.keep(boxes);
    return (images, numbers) -> ERASE.call(images, numbers.get(slot));
  }
}
