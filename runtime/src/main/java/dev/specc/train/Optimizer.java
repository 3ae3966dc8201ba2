package dev.specc.train;

/** The rule by which a step changes the parameters. */
public sealed interface Optimizer {
  /** As options and settings write it. */
  String word();

  /** Added to the gradient, times the parameter: L2 regularisation as in torch.optim. */
  double weightDecay();

  /**
   * torch.optim.SGD: velocity = momentum * velocity + gradient; parameter -= rate * velocity.
   *
   * @param momentum 0 for plain gradient descent
   */
  record Sgd(double momentum, double weightDecay) implements Optimizer {
    @Override
    public String word() {
      return "sgd";
    }
  }

  /** torch.optim.Adam with betas 0.9 and 0.999 and eps 1e-8 (Kingma and Ba 2015). */
  record Adam(double weightDecay) implements Optimizer {
    @Override
    public String word() {
      return "adam";
    }
  }
}
