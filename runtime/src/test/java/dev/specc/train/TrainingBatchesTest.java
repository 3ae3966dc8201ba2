package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.ImageOrder;
import dev.specc.op.Shape;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.Recipe;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingBatchesTest {
  private static final Dataset SUBSET = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28));

  /** A batch with all that was made from it copied. */
  private record Learned(float[] images, long[] labels) {}

  /** Of batches made several at a time (7 and 250), and of those that are not (6,000). */
  @ParameterizedTest
  @ValueSource(ints = {7, 250, 6_000})
  void haveEveryImageOnceInTheOrderOfTheEpochScaledToOne(int size) {
    Recipe recipe = RecipeOf.descent(1, size, 0.1).build();
    int[] order = ImageOrder.shuffled(6_000, recipe.seed(), 2);
    List<Learned> batches = epoch(recipe, 2, 0);
    assertEquals(Math.ceilDiv(6_000, size), batches.size());
    int place = 0;
    for (Learned batch : batches) {
      assertEquals(Math.min(size, 6_000 - place), batch.labels.length);
      for (int i = 0; i < batch.labels.length; i++, place++) {
        assertEquals(SUBSET.train().label(order[place]), batch.labels[i]);
        assertEquals(pixel(order[place], 400), batch.images[i * 784 + 400]);
      }
    }
  }

  private static float pixel(int image, int place) {
    ByteBuffer pixels = ByteBuffer.allocate(784);
    SUBSET.train().read(image, pixels);
    return (pixels.get(place) & 0xff) / 255f;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areTheSameFromTheMiddleOfAnEpochOn(boolean augmented) {
    List<Augmentation> crop = List.of(new Augmentation.RandomCrop(2));
    Recipe recipe =
        RecipeOf.descent(1, 32, 0.1).augmentations(augmented ? crop : List.of()).build();
    List<Learned> whole = epoch(recipe, 1, 0);
    List<Learned> rest = epoch(recipe, 1, 50);
    assertEquals(whole.size() - 50, rest.size());
    for (int i = 0; i < rest.size(); i++) {
      assertArrayEquals(whole.get(50 + i).labels, rest.get(i).labels);
      assertArrayEquals(whole.get(50 + i).images, rest.get(i).images);
    }
  }

  private static List<Learned> epoch(Recipe recipe, int epoch, int fromStep) {
    List<Learned> learned = new ArrayList<>();
    try (NDManager manager = TorchEngine.get().newBaseManager();
        TrainingData data = new TrainingData(SigmoidLeNet.graph(), SUBSET, recipe, manager);
        TrainingBatches batches = data.epoch(recipe, epoch, fromStep)) {
      for (int step = fromStep; batches.hasNext(); step++) {
        try (NDManager own = manager.newSubManager()) {
          Batch batch = batches.next(own, Seeds.augmentation(recipe.seed(), step));
          learned.add(new Learned(batch.images().toFloatArray(), batch.labels().toLongArray()));
        }
      }
    }
    return learned;
  }
}
