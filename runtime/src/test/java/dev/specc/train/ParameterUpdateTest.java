package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values: torch.optim 2.7, worked out by hand from its documented rules. */
class ParameterUpdateTest {
  private static final float[] START = {1, -2};
  private static final float[] FACTORS = {3, 5};

  @Test
  void plainGradientDescent() {
    assertSteps(new Optimizer.Sgd(0, 0), new double[] {0.1}, 1 - 0.3, -2 - 0.5);
  }

  @Test
  void weightDecayAddsToTheGradient() {
    assertSteps(new Optimizer.Sgd(0, 0.5), new double[] {0.1}, 1 - 0.35, -2 - 0.4);
  }

  @Test
  void momentumIsPyTorchsAlsoWhereTheRateChanges() {
    // velocity: 3, then 0.9 * 3 + 3 = 5.7; the new rate holds for the whole velocity.
    assertSteps(
        new Optimizer.Sgd(0.9, 0),
        new double[] {0.1, 0.01},
        1 - 0.3 - 0.057,
        -2 - 0.5 - 0.01 * 9.5);
  }

  @Test
  void momentumWithDecay() {
    // gradients: 3 + 0.5 * 1 = 3.5 and 5 + 0.5 * -2 = 4.
    assertSteps(new Optimizer.Sgd(0.9, 0.5), new double[] {0.1}, 1 - 0.35, -2 - 0.4);
  }

  @Test
  void adamMovesByTheRateAtFirst() {
    // Equal gradients: mean / sqrt(variance), corrected, is 1 at every step.
    assertSteps(new Optimizer.Adam(0), new double[] {0.1, 0.1}, 1 - 0.2, -2 - 0.2);
  }

  /** The loss is the sum of parameter times factor, so the gradient is always the factor. */
  private static void assertSteps(Optimizer optimizer, double[] rates, double... expected) {
    Engine engine = TorchEngine.get();
    try (NDManager manager = engine.newBaseManager()) {
      NDArray parameter = manager.create(START);
      parameter.setRequiresGradient(true);
      ParameterUpdate update = new ParameterUpdate(optimizer, manager, List.of(parameter));
      for (double rate : rates) {
        try (GradientCollector gradients = engine.newGradientCollector()) {
          gradients.backward(parameter.mul(manager.create(FACTORS)).sum());
        }
        Unrecorded.run(() -> update.apply(rate));
      }
      float[] values = {(float) expected[0], (float) expected[1]};
      assertArrayEquals(values, parameter.toFloatArray(), 1e-5f);
    }
  }
}
