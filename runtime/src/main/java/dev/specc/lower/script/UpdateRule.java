package dev.specc.lower.script;

import java.util.List;

/**
 * A rule of torch.optim by which gradients change parameters, with PyTorch's names, defaults and
 * arithmetic. The learning rate is an argument of each update; the weight decay belongs to a {@link
 * ParameterGroup}.
 */
public sealed interface UpdateRule {
  /** What a rule remembers of each parameter, in its shape and of type float32, zero at first. */
  List<String> stateNames();

  /** Whether the rule counts its updates. */
  boolean counts();

  /** What schedules of momentum change: the momentum, or Adam's first beta. */
  double momentum();

  /**
   * torch.optim.SGD: velocity = momentum * velocity + gradient, parameter -= rate * velocity; the
   * weight decay is added to the gradient.
   *
   * @param momentum 0 for plain gradient descent
   * @param nesterov whether the step looks ahead: gradient + momentum * velocity in place of the
   *     velocity; needs a momentum
   */
  record Sgd(double momentum, boolean nesterov) implements UpdateRule {
    public Sgd {
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("Nesterov's momentum needs a momentum above 0");
      }
    }

    @Override
    public List<String> stateNames() {
      return momentum == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public boolean counts() {
      return false;
    }
  }

  /**
   * torch.optim.Adam (Kingma and Ba 2015): the weight decay is added to the gradient. In a group
   * whose decay is decoupled it is torch.optim.AdamW (Loshchilov and Hutter 2019).
   */
  record Adam(double beta1, double beta2, double eps) implements UpdateRule {
    public Adam() {
      this(0.9, 0.999, 1e-8);
    }

    @Override
    public List<String> stateNames() {
      return List.of("exp_avg", "exp_avg_sq");
    }

    @Override
    public boolean counts() {
      return true;
    }

    @Override
    public double momentum() {
      return beta1;
    }
  }

  /**
   * torch.optim.RMSprop: divides the gradient by the root of the mean of its squares, to which eps
   * is added; the weight decay is added to the gradient.
   *
   * @param alpha the share of the old mean in the new one
   * @param momentum 0 for none
   * @param centered whether the squared mean is taken off, so that the root is a deviation
   */
  record RmsProp(double alpha, double eps, double momentum, boolean centered)
      implements UpdateRule {
    public RmsProp() {
      this(0.99, 1e-8, 0, false);
    }

    @Override
    public List<String> stateNames() {
      return centered
          ? momentum == 0
              ? List.of("square_avg", "grad_avg")
              : List.of("square_avg", "grad_avg", "momentum_buffer")
          : momentum == 0 ? List.of("square_avg") : List.of("square_avg", "momentum_buffer");
    }

    @Override
    public boolean counts() {
      return false;
    }
  }
}
