package dev.specc.augment;

import java.util.random.RandomGenerator;

/**
 * Mirrors images with a probability. One draw for each image.
 *
 * @param dim 3 for left to right, 2 for upside down
 */
record FlipTransform(int dim, double probability) implements ImageTransform {
  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    float[] flipped = new float[shape.batch()];
    for (int i = 0; i < flipped.length; i++) {
      flipped[i] = random.nextDouble() < probability ? 1 : 0;
    }
    Draws.Slot slot = draws.keep(flipped);
    Script flip =
        Script.of(
            "torch.where(torch.reshape(flipped, [-1, 1, 1, 1]) > 0., torch.flip(x, [%d]), x)"
                .formatted(dim),
            "x",
            "flipped");
    return (images, numbers) -> flip.call(images, numbers.get(slot));
  }
}
