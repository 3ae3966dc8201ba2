package dev.specc.lower.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gradients by what they are of: those that several readers of a value give are summed up, in the
 * memory of one of them where that is nobody else's.
 */
final class GradientSums<K> {
  private final ForwardSource method;
  private final Map<K, Gradient> sums = new HashMap<>();

  /**
   * @param method to which sums come, in the order in which they run
   */
  GradientSums(ForwardSource method) {
    this.method = method;
  }

  void add(K of, Gradient more) {
    Gradient sum = sums.get(of);
    sums.put(of, sum == null ? more : sum(sum, more));
  }

  private Gradient sum(Gradient sum, Gradient more) {
    if (more.own() && (more.dense() || !sum.own())) {
      return over(more, sum);
    }
    if (sum.own()) {
      return over(sum, more);
    }
    String variable = method.unused("gradient");
    method
        .statements()
        .add("%s = torch.add(%s, %s)".formatted(variable, sum.variable(), more.variable()));
    return Gradient.fresh(variable);
  }

  private Gradient over(Gradient sum, Gradient more) {
    method
        .statements()
        .add("%1$s = torch.add_(%1$s, %2$s)".formatted(sum.variable(), more.variable()));
    return sum;
  }

  /** The sum so far. */
  Optional<Gradient> of(K of) {
    return Optional.ofNullable(sums.get(of));
  }
}
