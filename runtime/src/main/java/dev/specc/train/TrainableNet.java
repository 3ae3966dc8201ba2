package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A net that can learn: what training needs of an engine, and nothing else.
 *
 * <p>No method but {@link #save} waits for the device; who reads a result waits. A net is used from
 * one thread at a time.
 */
public interface TrainableNet extends AutoCloseable {
  /** Sets every parameter anew. The same seed gives the same values. */
  void initialise(Initialisation how, long seed);

  /**
   * One step: forward, loss, backward, update.
   *
   * @param learningRate of this step
   * @return device scalars that belong to the batch's manager
   */
  StepResult step(Batch batch, double learningRate);

  /**
   * The logits [B, classes] of a batch, as in inference; they belong to the batch's manager.
   *
   * @param batch of which the labels are not looked at
   */
  NDArray predict(Batch batch);

  /** Writes every parameter and buffer by its name in the {@code state_dict}, in one move. */
  void save(Path file) throws IOException;

  /**
   * Takes every parameter and buffer from a file.
   *
   * @throws dev.specc.weights.WeightsException where the file cannot be read, or names or shapes
   *     differ from the net's; the net is unchanged then
   */
  void load(Path file);

  /** The manager whose device the net is on. */
  NDManager manager();

  @Override
  void close();
}
