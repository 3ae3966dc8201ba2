package dev.specc.recipe;

/** The rule by which a step changes the parameters: those of {@code torch.optim}, exactly. */
public sealed interface Optimizer {
  Decay decay();

  /** The same rule with another decay. */
  Optimizer with(Decay decay);

  /**
   * What pulls parameters to zero.
   *
   * @param weight the factor of L2 regularisation, added to the gradient times the parameter; or,
   *     decoupled, of the learning rate times the parameter that each step takes away
   * @param decoupled Loshchilov and Hutter 2019, as in torch.optim.AdamW
   * @param biasesAndNorms whether biases and the scales and shifts of norms decay too, as they do
   *     in torch.optim
   * @param l1 the factor of L1 regularisation: it is added to the gradient times the parameter's
   *     sign, for the same parameters
   */
  record Decay(double weight, boolean decoupled, boolean biasesAndNorms, double l1) {
    public static final Decay NONE = new Decay(0, false, true, 0);

    public Decay {
      Require.that(weight >= 0 && l1 >= 0, "a decay is at least 0");
    }
  }

  /**
   * torch.optim.SGD: buffer = momentum * buffer + gradient; parameter -= rate * buffer, or with
   * Nesterov rate * (gradient + momentum * buffer).
   *
   * @param momentum 0 for plain gradient descent
   */
  record Sgd(double momentum, boolean nesterov, Decay decay) implements Optimizer {
    public Sgd {
      Require.that(momentum >= 0 && momentum < 1, "a momentum is in [0, 1)");
      Require.that(!nesterov || momentum > 0, "Nesterov needs a momentum");
    }

    @Override
    public Sgd with(Decay other) {
      return new Sgd(momentum, nesterov, other);
    }
  }

  /** torch.optim.Adam (Kingma and Ba 2015); with decoupled decay torch.optim.AdamW. */
  record Adam(double beta1, double beta2, double epsilon, Decay decay) implements Optimizer {
    public Adam {
      Require.that(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1, "a beta is in [0, 1)");
      Require.that(epsilon > 0, "epsilon is above 0");
    }

    @Override
    public Adam with(Decay other) {
      return new Adam(beta1, beta2, epsilon, other);
    }
  }

  /**
   * torch.optim.RMSprop: average = alpha * average + (1 - alpha) * gradient^2; parameter -= rate *
   * gradient / (sqrt(average) + epsilon), through a buffer as SGD's where there is momentum.
   *
   * @param centered whether the variance is taken instead of the average of squares
   */
  record RmsProp(double alpha, double epsilon, double momentum, boolean centered, Decay decay)
      implements Optimizer {
    public RmsProp {
      Require.that(alpha >= 0 && alpha < 1, "alpha is in [0, 1)");
      Require.that(epsilon > 0, "epsilon is above 0");
      Require.that(momentum >= 0 && momentum < 1, "a momentum is in [0, 1)");
    }

    @Override
    public RmsProp with(Decay other) {
      return new RmsProp(alpha, epsilon, momentum, centered, other);
    }
  }
}
