package dev.specc.augment;

import dev.specc.recipe.Augmentation.RandomCrop;
import java.util.random.RandomGenerator;

/**
 * Pads all sides with black, then cuts the old size anywhere: torchvision's RandomCrop with {@code
 * padding}. For each image it draws the row, then the column. Pixels are copied, not computed.
 */
record RandomCropTransform(int padding) implements ImageTransform {
  RandomCropTransform(RandomCrop recipe) {
    this(recipe.padding());
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    float[] rows = new float[shape.batch()];
    float[] columns = new float[shape.batch()];
    for (int i = 0; i < shape.batch(); i++) {
      rows[i] = random.nextInt(2 * padding + 1);
      columns[i] = random.nextInt(2 * padding + 1);
    }
    Draws.Slot top = draws.keep(rows);
    Draws.Slot left = draws.keep(columns);
    Script crop = crop(shape);
    return (images, numbers) -> crop.call(images, numbers.get(top), numbers.get(left));
  }

  /** Takes rows, then columns: half the work of looking up each pixel by both. */
  private Script crop(BatchShape shape) {
    String padded = "torch.constant_pad_nd(x, [%1$d, %1$d, %1$d, %1$d], 0.)".formatted(padding);
    int wide = shape.width() + 2 * padding;
    String rows = "torch.gather(%s, 2, %s)".formatted(padded, places("top", 2, shape, wide));
    return Script.of(
        "torch.gather(%s, 3, %s)".formatted(rows, places("left", 3, shape, shape.width())),
        "x",
        "top",
        "left");
  }

  private static String places(String first, int dim, BatchShape shape, int columns) {
    return "torch.expand(torch.to(torch.reshape(%s, [-1, 1, 1, 1]) + %s, 4), [-1, %d, %d, %d])"
        .formatted(first, Script.coordinates(dim), shape.channels(), shape.height(), columns);
  }
}
