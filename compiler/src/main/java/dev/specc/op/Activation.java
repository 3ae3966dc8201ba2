package dev.specc.op;

import java.util.List;

/** Element-wise non-linearities, and softmax over the channels. None changes the shape. */
public sealed interface Activation extends Op {
  @Override
  default Inference infer(List<Shape> inputs) {
    return Inference.output(inputs.getFirst());
  }

  /** max(0, x). */
  record Relu() implements Activation {
    @Override
    public String name() {
      return "relu";
    }
  }

  /** min(max(0, x), 6). */
  record Relu6() implements Activation {
    @Override
    public String name() {
      return "relu6";
    }
  }

  /** x where positive, else negativeSlope x. */
  record LeakyRelu(double negativeSlope) implements Activation {
    @Override
    public String name() {
      return "leaky_relu";
    }
  }

  /** x where positive, else alpha (exp(x) - 1). */
  record Elu(double alpha) implements Activation {
    @Override
    public String name() {
      return "elu";
    }
  }

  /** x times the normal distribution's cumulative probability at x: the exact form, with erf. */
  record Gelu() implements Activation {
    @Override
    public String name() {
      return "gelu";
    }
  }

  /** x sigmoid(x). */
  record Silu() implements Activation {
    @Override
    public String name() {
      return "silu";
    }
  }

  /** 1 / (1 + exp(-x)). */
  record Sigmoid() implements Activation {
    @Override
    public String name() {
      return "sigmoid";
    }
  }

  /** The hyperbolic tangent. */
  record Tanh() implements Activation {
    @Override
    public String name() {
      return "tanh";
    }
  }

  /** relu6(x + 3) / 6. */
  record HardSigmoid() implements Activation {
    @Override
    public String name() {
      return "hard_sigmoid";
    }
  }

  /** x hard_sigmoid(x). */
  record HardSwish() implements Activation {
    @Override
    public String name() {
      return "hard_swish";
    }
  }

  /** exp(x) over its sum along the channels: torch.nn.Softmax(dim=1). */
  record Softmax() implements Activation {
    @Override
    public String name() {
      return "softmax";
    }
  }

  /** The logarithm of softmax: torch.nn.LogSoftmax(dim=1). */
  record LogSoftmax() implements Activation {
    @Override
    public String name() {
      return "log_softmax";
    }
  }
}
