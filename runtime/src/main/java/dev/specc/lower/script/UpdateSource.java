package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.lower.script.UpdateRule.Adam;
import dev.specc.lower.script.UpdateRule.RmsProp;
import dev.specc.lower.script.UpdateRule.Sgd;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods of a module that updates: one rule, written once for every engine.
 *
 * <p>Whatever it changes is an argument. TorchScript removes a change to a list that was built in
 * the method itself as dead code, and the net would not learn.
 *
 * <p>Where the loss was scaled up (Micikevicius et al. 2018, arXiv:1710.03740), gradients are
 * scaled down first, and where one of them is no number, nothing changes but the scale: with the
 * numbers of torch.amp.GradScaler, and without waiting for the device.
 */
final class UpdateSource {
  private static final String ZEROS =
      """
        def zeros(self: __torch__.%s,
            values: List[Tensor]) -> List[Tensor]:
          zeros = annotate(List[Tensor], [])
          for value in values:
            torch.append(zeros, torch.zeros_like(torch.detach(value)))
          return zeros
      """;

  private final UpdateRule rule;
  private final double maxNorm;
  private final List<ParameterGroup> groups;
  private final boolean scaled;
  private final List<String> statements = new ArrayList<>();

  /**
   * @param maxNorm the longest that all gradients together may be; infinite for no limit
   * @param scaled whether the gradients are those of a scaled loss
   */
  UpdateSource(UpdateRule rule, double maxNorm, List<ParameterGroup> groups, boolean scaled) {
    this.rule = rule;
    this.maxNorm = maxNorm;
    this.groups = groups;
    this.scaled = scaled;
  }

  /** {@code update}, and {@code zeros} that makes the rule's state, of a class of this name. */
  String methods(String type) {
    return ZEROS.formatted(type) + update(type);
  }

  private String update(String type) {
    statements.clear();
    say("torch.set_grad_enabled(False)");
    if (scaled) {
      unscale();
    }
    clip();
    if (rule.counts()) {
      say("torch.add_(step, %s)", scaled ? "applied" : "1");
    }
    int first = 0;
    for (int i = 0; i < groups.size(); i++) {
      int end = first + groups.get(i).parameters().size();
      say("gradients%d = torch.slice(gradients, %d, %d, 1)", i, first, end);
      update(i);
      first = end;
    }
    return """
      def update(self: __torch__.%s,
          gradients: List[Tensor],
          learning_rate: float,
          momentum: float%s) -> NoneType:
    %s
        return None
    """
        .formatted(
            type,
            arguments().stream().map(",\n      "::concat).collect(joining()),
            statements.stream().map("    "::concat).collect(joining("\n")));
  }

  /** What it changes, as declared: each group and its state, and the number of updates. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      arguments.add("group" + i + ": List[Tensor]");
      for (String state : rule.stateNames()) {
        arguments.add(state + i + ": List[Tensor]");
      }
    }
    if (rule.counts()) {
      arguments.add("step: Tensor");
    }
    if (scaled) {
      arguments.add("loss_scale: Tensor");
      arguments.add("growth_tracker: Tensor");
    }
    return arguments;
  }

  /** The same arguments, as a caller passes them on. */
  String passed() {
    return arguments().stream().map(a -> a.substring(0, a.indexOf(':')) + ", ").collect(joining());
  }

  /**
   * Scales gradients down. {@code applied} is 1, or 0 where one of them is no number; {@code
   * found_inf} is the opposite. The scale grows after 2000 good steps.
   */
  private void unscale() {
    say("gradients = torch._foreach_mul(gradients, torch.reciprocal(loss_scale))");
    norm();
    say("applied = torch.to(torch.isfinite(norm), 6)");
    say("found_inf = torch.rsub(applied, 1.)");
    say("torch._amp_update_scale_(loss_scale, growth_tracker, found_inf, 2., 0.5, 2000)");
  }

  private void norm() {
    say("norms = torch._foreach_norm(gradients, 2)");
    say("norm = torch.linalg_vector_norm(torch.stack(norms, 0), 2)");
  }

  /** torch.nn.utils.clip_grad_norm_, without waiting for the norm. */
  private void clip() {
    if (maxNorm != Double.POSITIVE_INFINITY) {
      if (!scaled) {
        norm();
      }
      say("clip = torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), %s)", maxNorm);
      say("gradients = torch._foreach_mul(gradients, torch.clamp(clip, None, 1.))");
    }
  }

  private void update(int group) {
    double decay = ownDecay(group);
    switch (rule) {
      case Sgd sgd -> sgd(sgd, group, decay);
      case Adam adam -> adam(adam, group, decay);
      case RmsProp rms -> rmsProp(rms, group, decay);
    }
  }

  /** Applies what the rule itself has no place for; the weight decay that is left to it. */
  private double ownDecay(int group) {
    ParameterGroup of = groups.get(group);
    if (of.l1() != 0) {
      say(
          "gradients%1$d = torch._foreach_add(gradients%1$d, torch._foreach_sign(group%1$d),"
              + " alpha=%2$s)",
          group, of.l1());
    }
    if (of.decoupled() && of.weightDecay() != 0) {
      String share = "torch.mul(learning_rate, %s)".formatted(of.weightDecay());
      say("torch._foreach_mul_(group%d, %s)", group, without(share));
      return 0;
    }
    return of.weightDecay();
  }

  /** A velocity of zero before the first update gives what PyTorch starts with, the gradient. */
  private void sgd(Sgd sgd, int group, double decay) {
    boolean plain = sgd.momentum() == 0;
    say(
        "torch._fused_sgd_(group%1$d, gradients%1$d, %2$s, weight_decay=%3$s, momentum=%4$s,"
            + " lr=learning_rate, dampening=0., nesterov=%5$s, maximize=False,"
            + " is_first_step=False%6$s)",
        group,
        plain ? "annotate(List[Tensor], [])" : "momentum_buffer" + group,
        decay,
        plain ? "0." : "momentum",
        sgd.nesterov() ? "True" : "False",
        skipping());
  }

  /** What tells a fused rule to change nothing. */
  private String skipping() {
    return scaled ? ", found_inf=found_inf" : "";
  }

  /** A factor of 1 - share; of 1 where nothing may change. */
  private String without(String share) {
    return scaled
        ? "torch.rsub(torch.mul(applied, %s), 1.)".formatted(share)
        : "torch.sub(1., %s)".formatted(share);
  }

  private void adam(Adam adam, int group, double decay) {
    say("steps%1$d = torch.mul([step], torch.len(group%1$d))", group);
    say(
        "torch._fused_adam_(group%1$d, gradients%1$d, exp_avg%1$d, exp_avg_sq%1$d,"
            + " annotate(List[Tensor], []), steps%1$d, lr=learning_rate, beta1=momentum,"
            + " beta2=%2$s, weight_decay=%3$s, eps=%4$s, amsgrad=False, maximize=False%5$s)",
        group, adam.beta2(), decay, adam.eps(), skipping());
  }

  /** libtorch has no fused form; these are the calls of PyTorch's own foreach form. */
  private void rmsProp(RmsProp rms, int group, double decay) {
    if (decay != 0) {
      say("gradients%1$d = torch._foreach_add(gradients%1$d, group%1$d, alpha=%2$s)", group, decay);
    }
    if (scaled) {
      zeroUnlessApplied(group);
    }
    double share = 1 - rms.alpha();
    say(
        "torch._foreach_mul_(square_avg%d, %s)",
        group, scaled ? without(Double.toString(share)) : rms.alpha());
    say(
        "torch._foreach_addcmul_(square_avg%1$d, gradients%1$d, gradients%1$d, %2$s)",
        group, share);
    String square = "square_avg" + group;
    if (rms.centered()) {
      centre(group, share);
      square =
          "torch._foreach_addcmul(%s, grad_avg%2$d, grad_avg%2$d, -1)".formatted(square, group);
    }
    say("roots%d = torch._foreach_add(torch._foreach_sqrt(%s), %s)", group, square, rms.eps());
    if (rms.momentum() == 0) {
      say(
          "torch._foreach_addcdiv_(group%1$d, gradients%1$d, roots%1$d, torch.neg(learning_rate))",
          group);
    } else {
      say(
          "torch._foreach_mul_(momentum_buffer%d, %s)",
          group, scaled ? without("torch.sub(1., momentum)") : "momentum");
      say("torch._foreach_addcdiv_(momentum_buffer%1$d, gradients%1$d, roots%1$d)", group);
      move(group);
    }
  }

  /** grad_avg = grad_avg + share * (gradient - grad_avg). */
  private void centre(int group, double share) {
    if (scaled) {
      say("torch._foreach_mul_(grad_avg%d, %s)", group, without(Double.toString(share)));
      say("torch._foreach_add_(grad_avg%1$d, gradients%1$d, alpha=%2$s)", group, share);
    } else {
      say("torch._foreach_lerp_(grad_avg%1$d, gradients%1$d, %2$s)", group, share);
    }
  }

  private void move(int group) {
    if (scaled) {
      say(
          "torch._foreach_add_(group%1$d, torch._foreach_mul(momentum_buffer%1$d, %2$s))",
          group, "torch.mul(applied, torch.neg(learning_rate))");
    } else {
      say(
          "torch._foreach_add_(group%1$d, momentum_buffer%1$d, alpha=torch.neg(learning_rate))",
          group);
    }
  }

  /** What is no number stays none when it is multiplied by zero. */
  private void zeroUnlessApplied(int group) {
    say("finite%d = annotate(List[Tensor], [])", group);
    say("for gradient in gradients%d:", group);
    say(
        "  torch.append(finite%d, torch.where(torch.gt(applied, 0), gradient,"
            + " torch.zeros_like(gradient)))",
        group);
    say("gradients%1$d = finite%1$d", group);
  }

  private void say(String format, Object... arguments) {
    statements.add(format.formatted(arguments));
  }
}
