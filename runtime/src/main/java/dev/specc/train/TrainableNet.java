package dev.specc.train;

import ai.djl.ndarray.NDArray;
import dev.specc.data.Batch;
import java.util.Map;

/**
 * A net that can learn: what training needs of an engine, and nothing else. A new one has its
 * initial weights.
 *
 * <p>No method waits for the device; who reads a result waits. A net is used from one thread at a
 * time.
 */
public interface TrainableNet extends Classifier, AutoCloseable {
  /**
   * One step: forward, loss, backward, update. On a CPU, a step whose loss is no number changes no
   * parameter.
   *
   * @return device scalars that belong to the batch's manager
   */
  StepResult step(Batch batch, StepSettings settings);

  /**
   * The parameters and buffers by their names in a {@code state_dict}, as {@link #predict} uses
   * them: averaged, where the recipe asks for that.
   */
  Map<String, NDArray> weights();

  /**
   * All that a run needs to go on from here, by name: parameters and buffers, what the optimizer
   * remembers, averages. Setting their values goes back to where they were taken.
   */
  Map<String, NDArray> state();

  @Override
  void close();
}
