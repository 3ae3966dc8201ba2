package dev.specc.op;

import java.util.List;

/** Ops that drop values in training and do nothing in evaluation. */
public sealed interface Regularisation extends Op {
  @Override
  default Inference infer(List<Shape> inputs) {
    return Inference.output(inputs.getFirst());
  }

  /** Zeroes each element with probability p and scales the rest by 1 / (1 - p). */
  record Dropout(double p) implements Regularisation {
    @Override
    public String name() {
      return "dropout";
    }
  }

  /**
   * Zeroes a whole example with probability p and scales the rest by 1 / (1 - p): stochastic depth
   * (Huang et al. 2016), torchvision's StochasticDepth in mode "row".
   */
  record DropPath(double p) implements Regularisation {
    @Override
    public String name() {
      return "drop_path";
    }
  }
}
