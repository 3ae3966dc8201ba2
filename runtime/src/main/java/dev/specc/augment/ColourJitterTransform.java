package dev.specc.augment;

import dev.specc.recipe.Augmentation.ColourJitter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * torchvision's ColorJitter, always in the order brightness, contrast, saturation, hue. It draws
 * for all images the brightness, then for all the contrast, and so on; nothing for a change that
 * the recipe leaves at 0. Grey images keep their (lack of) saturation and hue.
 */
record ColourJitterTransform(ColourJitter recipe) implements ImageTransform {
  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    List<Drawn> changes = new ArrayList<>();
    if (recipe.brightness() > 0) {
      Draws.Slot factors = factors(recipe.brightness(), random, shape, draws);
      changes.add((x, numbers) -> ColourOps.UNIT.brightness(x, numbers.get(factors)));
    }
    if (recipe.contrast() > 0) {
      Draws.Slot factors = factors(recipe.contrast(), random, shape, draws);
      changes.add((x, numbers) -> ColourOps.UNIT.contrast(x, numbers.get(factors)));
    }
    if (recipe.saturation() > 0) {
      Draws.Slot factors = factors(recipe.saturation(), random, shape, draws);
      changes.add((x, numbers) -> ColourOps.UNIT.saturation(x, numbers.get(factors)));
    }
    if (recipe.hue() > 0) {
      Draws.Slot shifts = evenly(-recipe.hue(), recipe.hue(), random, shape, draws);
      changes.add((x, numbers) -> Hue.turn(x, numbers.get(shifts)));
    }
    return (images, numbers) -> {
      var changed = images;
      for (Drawn change : changes) {
        changed = change.apply(changed, numbers);
      }
      return changed;
    };
  }

  private static Draws.Slot factors(
      double strength, RandomGenerator random, BatchShape shape, Draws draws) {
    return evenly(Math.max(0, 1 - strength), 1 + strength, random, shape, draws);
  }

  private static Draws.Slot evenly(
      double low, double high, RandomGenerator random, BatchShape shape, Draws draws) {
    float[] drawn = new float[shape.batch()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) RandomArea.between(random, low, high);
    }
    return draws.keep(drawn);
  }
}
