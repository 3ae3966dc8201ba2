package dev.specc.augment;

import dev.specc.recipe.Augmentation.CutMix;
import java.util.random.RandomGenerator;

/**
 * Yun et al. 2019, section 3.1 and algorithm A1, with a box of its own for each image. The labels
 * follow the area that the box has within the image. It draws the partners, then for each image
 * whether, the weight, and the row and column of the box's centre.
 */
record CutMixTransform(BetaDistribution beta, double probability) implements MixTransform {
  private static final Script PASTE =
      Script.of(
          "torch.where(%s, torch.index_select(x, 0, partners), x)".formatted(Box.MASK),
          "x",
          "partners",
          "boxes");

  CutMixTransform(CutMix recipe) {
    this(new BetaDistribution(recipe.alpha()), recipe.probability());
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    Draws.Slot partners = draws.keep(Partners.draw(random, shape.batch()));
    float[] boxes = new float[4 * shape.batch()];
    float[] kept = new float[shape.batch()];
    for (int i = 0; i < kept.length; i++) {
      Box box = random.nextDouble() < probability ? box(random, shape) : Box.NONE;
      box.into(boxes, i);
      kept[i] = (float) (1 - (double) box.area() / shape.area());
    }
    Draws.Slot where = draws.keep(boxes);
    Draws.Slot weights = draws.keep(kept);
    return (batch, numbers) -> {
      var places = numbers.places(partners);
      return new Labelled(
          PASTE.call(batch.images(), places, numbers.get(where)),
          Shares.mix(batch.shares(), places, numbers.get(weights)));
    };
  }

  private Box box(RandomGenerator random, BatchShape shape) {
    double side = Math.sqrt(1 - beta.draw(random));
    int row = random.nextInt(shape.height());
    int column = random.nextInt(shape.width());
    return Box.about(
        row, column, (int) (shape.height() * side), (int) (shape.width() * side), shape);
  }
}
