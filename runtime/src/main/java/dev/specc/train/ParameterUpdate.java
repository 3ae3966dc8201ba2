package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Applies an {@link Optimizer} to parameters in place, with few native calls each. Its state lives
 * on the parameters' device.
 */
final class ParameterUpdate {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float NO_CLIPPING = -1;

  private final Optimizer optimizer;
  private final List<PtNDArray> parameters;
  private final List<PtNDArray> first;
  private final List<PtNDArray> second;
  private int steps;

  /**
   * @param manager of the state
   * @param parameters float32 leaves that require gradients
   */
  ParameterUpdate(Optimizer optimizer, NDManager manager, List<NDArray> parameters) {
    this.optimizer = optimizer;
    this.parameters = parameters.stream().map(PtNDArray.class::cast).toList();
    this.first = hasFirst(optimizer) ? zeros(manager) : List.of();
    this.second = optimizer instanceof Optimizer.Adam ? zeros(manager) : List.of();
  }

  private static boolean hasFirst(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd -> sgd.momentum() != 0;
      case Optimizer.Adam adam -> true;
    };
  }

  private List<PtNDArray> zeros(NDManager manager) {
    return parameters.stream().map(p -> (PtNDArray) manager.zeros(p.getShape())).toList();
  }

  /** One update from the gradients, which are zero afterwards. */
  void apply(double rate) {
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      PtNDArray parameter = parameters.get(i);
      try (PtNDArray gradient = JniUtils.getGradient(parameter)) {
        if (gradient != null) {
          apply(i, parameter, gradient, rate);
          JniUtils.zeroGrad(parameter);
        }
      }
    }
  }

  private void apply(int i, PtNDArray parameter, PtNDArray gradient, double rate) {
    switch (optimizer) {
      case Optimizer.Sgd sgd when sgd.momentum() == 0 -> plain(sgd, parameter, gradient, rate);
      case Optimizer.Sgd sgd -> withMomentum(sgd, parameter, gradient, first.get(i), rate);
      case Optimizer.Adam adam ->
          adam(adam, parameter, gradient, first.get(i), second.get(i), rate);
    }
  }

  private static void plain(
      Optimizer.Sgd sgd, PtNDArray parameter, PtNDArray gradient, double rate) {
    float decay = (float) sgd.weightDecay();
    JniUtils.sgdUpdate(parameter, gradient, null, (float) rate, decay, 1, NO_CLIPPING, 0);
  }

  /** The native update would fold the rate into the velocity, which differs once it changes. */
  private static void withMomentum(
      Optimizer.Sgd sgd, PtNDArray parameter, PtNDArray gradient, PtNDArray velocity, double rate) {
    velocity.muli(sgd.momentum());
    velocity.addi(gradient);
    if (sgd.weightDecay() != 0) {
      try (NDArray decay = parameter.mul(sgd.weightDecay())) {
        velocity.addi(decay);
      }
    }
    try (NDArray change = velocity.mul(rate)) {
      parameter.subi(change);
    }
  }

  private void adam(
      Optimizer.Adam adam,
      PtNDArray parameter,
      PtNDArray gradient,
      PtNDArray mean,
      PtNDArray variance,
      double rate) {
    double root = Math.sqrt(1 - Math.pow(BETA2, steps));
    double corrected = rate * root / (1 - Math.pow(BETA1, steps));
    float decay = (float) adam.weightDecay();
    // PyTorch adds eps to the corrected root; the native update to the raw one.
    float epsilon = (float) (EPSILON * root);
    JniUtils.adamUpdate(
        parameter,
        gradient,
        mean,
        variance,
        (float) rate,
        (float) corrected,
        decay,
        1,
        NO_CLIPPING,
        BETA1,
        BETA2,
        epsilon,
        false);
  }
}
