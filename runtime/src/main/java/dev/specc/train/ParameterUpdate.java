package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.graph.Graph;
import dev.specc.lower.script.ParameterGroup;
import dev.specc.lower.script.UpdateRule;
import dev.specc.lower.script.UpdateScript;
import dev.specc.op.ParameterSpec;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Applies a recipe's optimizer to the gradients that a backward pass left. */
final class ParameterUpdate implements AutoCloseable {
  private final List<PtNDArray> parameters;
  private final UpdateScript script;
  private final NDManager manager;

  /**
   * @param manager of what the optimizer remembers
   * @param arrays the net's, by name; those that the graph trains are leaves that require gradients
   */
  ParameterUpdate(Graph graph, Recipe recipe, NDManager manager, Map<String, NDArray> arrays) {
    this.manager = manager;
    List<ParameterGroup> groups = ParameterGroup.of(graph, ScriptNet.step(graph, recipe), arrays);
    this.parameters =
        groups.stream()
            .flatMap(g -> g.parameters().values().stream())
            .map(PtNDArray.class::cast)
            .toList();
    this.script =
        new UpdateScript(rule(recipe.optimizer()), recipe.clipNorm(), manager.getDevice(), groups);
  }

  /** Whether a parameter decays, where anything does. */
  static boolean decays(ParameterSpec spec, Optimizer.Decay decay) {
    return switch (spec.kind()) {
      case WEIGHT -> true;
      case BIAS, SCALE, SHIFT -> decay.biasesAndNorms();
      case RUNNING_MEAN, RUNNING_VARIANCE, BATCH_COUNT -> false;
    };
  }

  /** What a recipe's optimizer is for a script; its decay is a matter of groups. */
  static UpdateRule rule(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd -> new UpdateRule.Sgd(sgd.momentum(), sgd.nesterov());
      case Optimizer.Adam adam -> new UpdateRule.Adam(adam.beta1(), adam.beta2(), adam.epsilon());
      case Optimizer.RmsProp rms ->
          new UpdateRule.RmsProp(rms.alpha(), rms.epsilon(), rms.momentum(), rms.centered());
    };
  }

  /**
   * One update from the gradients, which are zero afterwards. As in PyTorch, parameters that the
   * loss does not depend on stay as they are: they do not decay.
   */
  void apply(double learningRate) {
    if (parameters.isEmpty()) {
      return;
    }
    try (NDManager own = manager.newSubManager()) {
      List<NDArray> gradients = new ArrayList<>(parameters.size());
      for (PtNDArray parameter : parameters) {
        PtNDArray gradient = JniUtils.getGradient(parameter);
        NDArray given = gradient == null ? parameter.zerosLike() : gradient;
        given.attach(own);
        gradients.add(given);
      }
      script.apply(gradients, learningRate);
      parameters.forEach(ParameterUpdate::forget);
    }
  }

  /** Forgets the gradients of a step that is not taken. */
  void skip() {
    parameters.forEach(ParameterUpdate::forget);
  }

  private static void forget(PtNDArray parameter) {
    if (parameter.hasGradient()) {
      JniUtils.zeroGrad(parameter);
    }
  }

  /** What the optimizer remembers, by name. */
  Map<String, NDArray> state() {
    return script.state();
  }

  @Override
  public void close() {
    script.close();
  }
}
