package dev.specc.augment;

import dev.specc.recipe.Augmentation.Rotation;
import java.util.random.RandomGenerator;

/** Turns images about their centre: torchvision's RandomRotation. One draw for each image. */
record RotationTransform(double degrees) implements ImageTransform {
  RotationTransform(Rotation recipe) {
    this(recipe.degrees());
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    float[] warps = new float[Warp.NUMBERS * shape.batch()];
    for (int i = 0; i < shape.batch(); i++) {
      double angle = RandomArea.between(random, -degrees, degrees);
      Warp.rotation(angle).into(warps, i, shape.height(), shape.width());
    }
    Draws.Slot slot = draws.keep(warps);
    return (images, numbers) -> Warp.bilinear(images, numbers.get(slot));
  }
}
