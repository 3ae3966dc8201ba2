package dev.specc.lower.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Updates parameters in place from their gradients, in one native call and with the arithmetic of
 * torch.optim: an {@link UpdateRule}, over groups of parameters with a weight decay each, after an
 * optional clipping of the gradients' norm.
 *
 * <pre>{@code
 * ParameterGroup decayed = new ParameterGroup(weights, 5e-4);
 * ParameterGroup others = new ParameterGroup(biasesAndNorms, 0);
 * UpdateScript update = new UpdateScript(
 *     new UpdateRule.Sgd(0.9, true), UpdateScript.NO_CLIPPING, device, List.of(decayed, others));
 * update.apply(gradients, learningRate); // each group's gradients, one group after the other
 * update.state();                        // what a checkpoint keeps besides the parameters
 * }</pre>
 *
 * <p>Nothing here waits for the device. Gradients are not changed. Each must lie in memory as its
 * parameter does, as {@code NDArray.getGradient()} gives them.
 */
public final class UpdateScript implements AutoCloseable {
  /** The norm of gradients that may be as long as they are. */
  public static final double NO_CLIPPING = Double.POSITIVE_INFINITY;

  private static final String TYPE = "Update";

  private final UpdateRule rule;
  private final LoadedScript script;
  private final UpdateState state;

  /**
   * @param maxNorm the gradients of all groups are scaled so that their norm is at most this:
   *     torch.nn.utils.clip_grad_norm_
   * @param device of the parameters, and of the rule's state
   * @param groups none of them empty
   */
  public UpdateScript(UpdateRule rule, double maxNorm, Device device, List<ParameterGroup> groups) {
    this.rule = rule;
    this.script = LoadedScript.stateless(source(rule, maxNorm, groups), TYPE);
    this.state = new UpdateState(rule, script, device, groups, false);
  }

  private static String source(UpdateRule rule, double maxNorm, List<ParameterGroup> groups) {
    return """
        class Update(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
        """
        + new UpdateSource(rule, maxNorm, groups, false).methods(TYPE);
  }

  /** An update with the rule's own momentum. */
  public void apply(List<? extends NDArray> gradients, double learningRate) {
    apply(gradients, learningRate, rule.momentum());
  }

  /**
   * One update.
   *
   * @param gradients float32, one for each parameter in the groups' order
   * @param momentum in place of the rule's (Adam's first beta), for schedules that change it; no
   *     effect on a rule without momentum
   */
  public void apply(List<? extends NDArray> gradients, double learningRate, double momentum) {
    try (IValue list = UpdateState.list(gradients);
        IValue rate = IValue.from(learningRate);
        IValue inertia = IValue.from(momentum)) {
      List<IValue> arguments = new ArrayList<>(List.of(list, rate, inertia));
      arguments.addAll(state.arguments());
      script.run("update", arguments.toArray(IValue[]::new)).close();
    }
  }

  /**
   * What the rule remembers, by name: {@code momentum_buffer.conv1.weight}, {@code
   * exp_avg.conv1.weight}, {@code exp_avg_sq.conv1.weight}, {@code step}. They are the arrays that
   * updates change; setting their values restores a checkpoint.
   */
  public Map<String, NDArray> state() {
    return state.byName();
  }

  @Override
  public void close() {
    state.close();
    script.close();
  }
}
