package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.augment.Augmenter;
import dev.specc.augment.ChannelStatistics;
import dev.specc.data.Batches;
import dev.specc.data.Dataset;
import dev.specc.data.ImageOrder;
import dev.specc.data.ImageReader;
import dev.specc.data.InputFit;
import dev.specc.data.PixelBatch;
import dev.specc.graph.Graph;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.Recipe;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/** The images of a dataset as one net takes them, by one recipe. */
public final class TrainingData implements AutoCloseable {
  private static final int MEASURED_AT_ONCE = 500;

  private final Graph graph;
  private final Dataset dataset;
  private final NDManager manager;
  private final InputFit fit;
  private final Augmenter augmenter;
  private final ImageReader train;
  private final LabelledInputs heldOut;

  /**
   * @param recipe with the numbers to normalise by, where it normalises at all
   * @param parent whose device the images go to
   * @throws dev.specc.data.DataException where the images or classes do not fit the net
   */
  public TrainingData(Graph graph, Dataset dataset, Recipe recipe, NDManager parent) {
    this.graph = graph;
    this.dataset = dataset;
    this.fit = NetFit.of(graph, dataset);
    this.manager = parent.newSubManager();
    this.augmenter =
        new Augmenter(
            recipe.augmentations(),
            recipe.data().normalisation(),
            dataset.classes().size(),
            manager);
    this.train = dataset.train().open(manager);
    this.heldOut =
        new LabelledInputs(dataset.chosenBy().open(manager), this::plain, dataset.classes());
  }

  /**
   * A recipe with the numbers to normalise by: where it wants them measured, those of the training
   * images.
   */
  public static Recipe measured(Recipe recipe, Dataset dataset, NDManager parent) {
    if (!(recipe.data().normalisation() instanceof Normalisation.Measured)) {
      return recipe;
    }
    int[] all = IntStream.range(0, dataset.train().count()).toArray();
    try (NDManager manager = parent.newSubManager();
        ImageReader reader = dataset.train().open(manager);
        Batches batches = reader.batches(all, MEASURED_AT_ONCE)) {
      Normalisation numbers = ChannelStatistics.measure(() -> each(batches, manager));
      DataChoice data = recipe.data();
      DataChoice measured =
          new DataChoice(data.source(), data.resize(), numbers, data.validation());
      return recipe.with().data(measured).build();
    }
  }

  private static Iterator<PixelBatch> each(Batches batches, NDManager manager) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public PixelBatch next() {
        return batches.next(manager);
      }
    };
  }

  Graph graph() {
    return graph;
  }

  /** How many images there are to learn from. */
  int count() {
    return train.images().count();
  }

  /** What to choose by after each epoch. */
  LabelledInputs heldOut() {
    return heldOut;
  }

  /** What to report on in the end; whoever asks closes it. */
  public LabelledInputs test() {
    return new LabelledInputs(dataset.testedOn().open(manager), this::plain, dataset.classes());
  }

  /** The batches of an epoch, counted from 1, from a step on. */
  TrainingBatches epoch(Recipe recipe, int epoch, int fromStep) {
    int[] order = ImageOrder.shuffled(count(), recipe.seed(), epoch);
    int from = Math.min(fromStep * recipe.batch(), order.length);
    int[] left = Arrays.copyOfRange(order, from, order.length);
    return new TrainingBatches(train, left, recipe.batch(), augmenter, fit, manager);
  }

  private NDArray plain(NDArray pixels) {
    return fit.fit(augmenter.plain(pixels));
  }

  @Override
  public void close() {
    train.close();
    heldOut.close();
    manager.close();
  }
}
