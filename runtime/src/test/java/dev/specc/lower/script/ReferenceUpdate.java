package dev.specc.lower.script;

import dev.specc.lower.script.UpdateRule.Adam;
import dev.specc.lower.script.UpdateRule.RmsProp;
import dev.specc.lower.script.UpdateRule.Sgd;

/** The rules as torch.optim documents them, in double precision, for one vector. */
final class ReferenceUpdate {
  private final UpdateRule rule;
  private final double weightDecay;
  private final boolean decoupled;
  final double[] values;
  final double[] first;
  final double[] second;
  final double[] third;
  private int steps;

  /**
   * @param decoupled whether the decay shrinks the values themselves; Adam is then
   *     torch.optim.AdamW
   */
  ReferenceUpdate(UpdateRule rule, double weightDecay, boolean decoupled, double[] values) {
    this.rule = rule;
    this.weightDecay = weightDecay;
    this.decoupled = decoupled;
    this.values = values.clone();
    this.first = new double[values.length];
    this.second = new double[values.length];
    this.third = new double[values.length];
  }

  void apply(double[] gradients, double rate, double momentum) {
    steps++;
    for (int i = 0; i < values.length; i++) {
      values[i] -= change(i, gradients[i], rate, momentum);
    }
  }

  private double change(int i, double gradient, double rate, double momentum) {
    double decay = weightDecay * values[i];
    return decoupled
        ? rate * decay + byRule(i, gradient, rate, momentum)
        : byRule(i, gradient + decay, rate, momentum);
  }

  private double byRule(int i, double gradient, double rate, double momentum) {
    return switch (rule) {
      case Sgd sgd -> sgd(sgd, i, gradient, rate, momentum);
      case Adam adam -> adam(adam, i, gradient, rate, momentum);
      case RmsProp rms -> rmsProp(rms, i, gradient, rate, momentum);
    };
  }

  private double sgd(Sgd sgd, int i, double gradient, double rate, double momentum) {
    if (sgd.momentum() == 0) {
      return rate * gradient;
    }
    first[i] = steps == 1 ? gradient : momentum * first[i] + gradient;
    return rate * (sgd.nesterov() ? gradient + momentum * first[i] : first[i]);
  }

  private double adam(Adam adam, int i, double gradient, double rate, double beta1) {
    double beta2 = adam.beta2();
    first[i] = beta1 * first[i] + (1 - beta1) * gradient;
    second[i] = beta2 * second[i] + (1 - beta2) * gradient * gradient;
    double mean = first[i] / (1 - Math.pow(beta1, steps));
    double square = second[i] / (1 - Math.pow(beta2, steps));
    return rate * mean / (Math.sqrt(square) + adam.eps());
  }

  private double rmsProp(RmsProp rms, int i, double gradient, double rate, double momentum) {
    first[i] = rms.alpha() * first[i] + (1 - rms.alpha()) * gradient * gradient;
    second[i] = rms.alpha() * second[i] + (1 - rms.alpha()) * gradient;
    double square = rms.centered() ? first[i] - second[i] * second[i] : first[i];
    double scaled = gradient / (Math.sqrt(square) + rms.eps());
    if (rms.momentum() == 0) {
      return rate * scaled;
    }
    third[i] = momentum * third[i] + scaled;
    return rate * third[i];
  }
}
