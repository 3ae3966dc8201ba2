package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.recipe.Initialisation;
import java.util.Map;

/**
 * A net that can learn: what training needs of an engine, and nothing else.
 *
 * <p>No method waits for the device; who reads a result waits. A net is used from one thread at a
 * time.
 */
public interface TrainableNet extends AutoCloseable {
  /** Sets every parameter anew, and forgets what was learned. The same seed gives the same values. */
  void initialise(Initialisation how, long seed);

  /**
   * One step: forward, loss, backward, update. A step whose loss is no number changes no parameter.
   *
   * @param learningRate of this step
   * @param seed of what is random in the net, such as dropout
   * @return device scalars that belong to the batch's manager
   */
  StepResult step(Batch batch, double learningRate, int seed);

  /**
   * The first output, [B, classes], as in inference; with the averaged weights where the recipe asks
   * for them. It belongs to the images' manager.
   *
   * @param images float32 of the net's input shape with the batch in front
   */
  NDArray predict(NDArray images);

  /**
   * The parameters and buffers by their names in a {@code state_dict}, as {@link #predict} uses
   * them.
   */
  Map<String, NDArray> weights();

  /**
   * All that a run needs to go on from here, by name: parameters and buffers, what the optimizer
   * remembers, averages. Setting their values goes back to where they were taken.
   */
  Map<String, NDArray> state();

  /** The manager whose device the net is on. */
  NDManager manager();

  @Override
  void close();
}
