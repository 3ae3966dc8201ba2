package dev.specc.augment;

import dev.specc.recipe.Augmentation.Mixup;
import java.util.random.RandomGenerator;

/**
 * Zhang et al. 2018, equation 1, with a weight of its own for each image. It draws the partners,
 * then for each image whether, and the weight.
 */
record MixupTransform(BetaDistribution beta, double probability) implements MixTransform {
  private static final Script MIX =
      Script.of(
          "torch.lerp(torch.index_select(x, 0, partners), x, torch.reshape(kept, [-1, 1, 1, 1]))",
          "x",
          "partners",
          "kept");

  MixupTransform(Mixup recipe) {
    this(new BetaDistribution(recipe.alpha()), recipe.probability());
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    Draws.Slot partners = draws.keep(Partners.draw(random, shape.batch()));
    float[] kept = new float[shape.batch()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextDouble() < probability ? (float) beta.draw(random) : 1;
    }
    Draws.Slot weights = draws.keep(kept);
    return (batch, numbers) -> {
      var places = numbers.places(partners);
      var weight = numbers.get(weights);
      return new Labelled(
          MIX.call(batch.images(), places, weight), Shares.mix(batch.shares(), places, weight));
    };
  }
}
