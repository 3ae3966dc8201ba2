package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.PixelBatch;
import dev.specc.data.Targets;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.train.TorchEngine;
import java.util.List;

/**
 * A batch as {@link Augmenter} leaves it.
 *
 * @param shares [B][classes]; one-hot where nothing was mixed
 */
record Augmented(Images images, float[][] shares, long[] labels) {
  static final int CLASSES = 5;

  /** Image i has the label i mod 5. */
  static Augmented of(Images levels, long seed, Augmentation... augmentations) {
    return of(levels, seed, new Normalisation.None(), augmentations);
  }

  static Augmented of(
      Images levels, long seed, Normalisation normalisation, Augmentation... augmentations) {
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      Augmenter augmenter = new Augmenter(List.of(augmentations), normalisation, CLASSES, manager);
      long[] labels = new long[levels.batch()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i % CLASSES;
      }
      PixelBatch raw = new PixelBatch(levels.pixels(manager), manager.create(labels));
      Batch batch = augmenter.train(raw, Seeds.generator(seed));
      return new Augmented(
          Images.of(batch.images()), shares(batch.targets()), batch.labels().toLongArray());
    }
  }

  private static float[][] shares(Targets targets) {
    return switch (targets) {
      case Targets.Classes classes -> oneHot(classes.labels().toLongArray());
      case Targets.Shares shares -> rows(shares.shares());
      case Targets.Taught taught -> throw new IllegalStateException("augmentation has no teacher");
    };
  }

  static float[][] oneHot(long[] labels) {
    float[][] rows = new float[labels.length][CLASSES];
    for (int i = 0; i < labels.length; i++) {
      rows[i][(int) labels[i]] = 1;
    }
    return rows;
  }

  private static float[][] rows(NDArray shares) {
    float[] all = shares.toFloatArray();
    float[][] rows = new float[all.length / CLASSES][CLASSES];
    for (int i = 0; i < all.length; i++) {
      rows[i / CLASSES][i % CLASSES] = all[i];
    }
    return rows;
  }
}
