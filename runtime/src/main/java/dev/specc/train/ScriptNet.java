package dev.specc.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.data.Batch;
import dev.specc.data.Targets;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.lower.script.GraphScript;
import dev.specc.lower.script.ScriptOptions;
import dev.specc.lower.script.TrainingStep;
import dev.specc.lower.script.UpdateRule;
import dev.specc.op.ParameterSpec;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A graph lowered to TorchScript, of which a whole training step is one native call. */
public final class ScriptNet implements TrainableNet {
  /** Of the averages, which are never trained: an optimizer that remembers nothing. */
  private static final TrainingStep UNTRAINED = TrainingStep.of(new UpdateRule.Sgd(0, false));

  private final Engine engine;
  private final CpuThreads threads;
  private final GraphScript script;
  private final @Nullable GraphScript averaged;
  private final @Nullable AveragedWeights averages;

  /**
   * The net on a device, with the initial weights that the recipe asks for.
   *
   * @param execution whose first device the net is on
   */
  public ScriptNet(Graph graph, Recipe recipe, Execution execution) {
    this.engine = TorchEngine.get();
    this.threads = new CpuThreads(graph);
    TrainingStep step = step(graph, recipe).recomputing(execution.recompute());
    Device device = execution.device();
    ScriptOptions options =
        ScriptOptions.preferred(graph, recipe.batch(), device, execution.precision());
    try (NDManager start = engine.newBaseManager(device)) {
      Map<String, NDArray> weights = weights(graph, recipe, start);
      this.script = GraphScript.load(graph, weights, device, options, step);
      this.averaged =
          recipe.ema() == 0 ? null : GraphScript.load(graph, weights, device, options, UNTRAINED);
    }
    this.averages =
        averaged == null
            ? null
            : new AveragedWeights(recipe.ema(), averaged.tensors(), script.tensors());
  }

  private static Map<String, NDArray> weights(Graph graph, Recipe recipe, NDManager manager) {
    GraphBlock block = new GraphBlock(graph);
    new StartingWeights(graph, recipe.initialisation()).give(block, manager, recipe.seed());
    Map<String, NDArray> weights = new LinkedHashMap<>();
    block.parametersByName().forEach((name, p) -> weights.put(name, p.getArray()));
    return weights;
  }

  /** What a step does by a recipe. */
  public static TrainingStep step(Graph graph, Recipe recipe) {
    Optimizer.Decay decay = recipe.optimizer().decay();
    Map<String, Double> decays = new HashMap<>();
    for (Map.Entry<String, ParameterSpec> parameter : graph.parameters().entrySet()) {
      if (ParameterUpdate.decays(parameter.getValue(), decay)) {
        decays.put(parameter.getKey(), decay.weight());
      }
    }
    return new TrainingStep(
        ParameterUpdate.rule(recipe.optimizer()),
        recipe.clipNorm(),
        decays,
        decay.decoupled(),
        decay.l1(),
        recipe.loss(),
        Recompute.NONE);
  }

  /**
   * A net that learns from shares of this one's batches, with the same weights now, and nothing to
   * remember from step to step.
   */
  static GraphScript replica(
      Graph graph, Recipe recipe, Execution execution, Device device, ScriptNet of) {
    TrainingStep step =
        step(graph, recipe)
            .updating(new UpdateRule.Sgd(0, false))
            .recomputing(execution.recompute());
    ScriptOptions options =
        ScriptOptions.preferred(graph, recipe.batch(), device, execution.precision());
    return GraphScript.load(graph, of.script.tensors(), device, options, step);
  }

  GraphScript script() {
    return script;
  }

  @Override
  public StepResult step(Batch batch, StepSettings settings) {
    threads.use(batch.size());
    engine.setRandomSeed(settings.seed());
    GraphScript.Result result =
        script.step(new NDList(batch.images()), targets(batch.targets()), settings.learningRate());
    average(settings);
    return new StepResult(result.loss(), result.correct());
  }

  /** What a step does with gradients, which are in the order of the script's. */
  void update(List<? extends NDArray> gradients, StepSettings settings) {
    script.update(gradients, settings.learningRate());
    average(settings);
  }

  /** Lets the averages follow, where there are any. */
  private void average(StepSettings settings) {
    if (averages != null) {
      averages.follow(settings.number() + 1);
    }
  }

  /** As a script takes them. */
  static NDList targets(Targets targets) {
    return switch (targets) {
      case Targets.Classes classes -> new NDList(classes.labels());
      case Targets.Shares shares -> new NDList(shares.shares());
      case Targets.Taught taught -> targets(taught.given()).addAll(new NDList(taught.teacher()));
    };
  }

  @Override
  public NDArray predict(NDArray images) {
    threads.use((int) images.getShape().get(0));
    return (averaged == null ? script : averaged).predict(new NDList(images)).head();
  }

  @Override
  public Map<String, NDArray> weights() {
    return Collections.unmodifiableMap(averages == null ? script.tensors() : averages.byName());
  }

  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>(script.tensors());
    script.updateState().forEach((name, array) -> state.put("optimizer." + name, array));
    if (averages != null) {
      averages.byName().forEach((name, array) -> state.put("average." + name, array));
    }
    return state;
  }

  @Override
  public NDManager manager() {
    return script.manager();
  }

  @Override
  public void close() {
    if (averages != null) {
      averages.close();
    }
    if (averaged != null) {
      averaged.close();
    }
    script.close();
  }
}
