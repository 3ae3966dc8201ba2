package dev.specc.lower.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.specc.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph as a TorchScript module on a device, where a whole training step is one native call:
 * forward, loss, gradients and update.
 *
 * <pre>{@code
 * Loss loss = new Loss.CrossEntropy(0.1);
 * TrainingStep step = new TrainingStep(new UpdateRule.Sgd(0.9, true), 5, decays, loss);
 * ScriptOptions options = ScriptOptions.preferred(graph, batch, device, Precision.FLOAT32);
 * try (GraphScript net = GraphScript.load(graph, weights, device, options, step)) {
 *   GraphScript.Result result = net.step(new NDList(images), new NDList(labels), learningRate);
 *   NDList logits = net.predict(new NDList(images));
 *   net.tensors();       // parameters and buffers by state_dict name, sharing the net's memory
 *   net.updateState();   // the optimizer's, for checkpoints
 * }
 * }</pre>
 *
 * <p>Inputs are [N, C, H, W] or [N, F] each, in the graph's order, on the net's device; in training
 * C, H and W are the graph's. Results belong to the first input's manager. No method waits for the
 * device. A net is used from one thread at a time.
 */
public final class GraphScript implements AutoCloseable {
  private final LoadedScript script;
  private final Map<String, NDArray> tensors;
  private final List<String> trained;
  private final UpdateRule rule;
  private final UpdateState state;

  /**
   * What a step gives: scalars on the device.
   *
   * @param loss float32
   * @param correct int64: how many examples of the batch the first output classified correctly
   */
  public record Result(NDArray loss, NDArray correct) {}

  private GraphScript(
      LoadedScript script,
      Map<String, NDArray> tensors,
      UpdateRule rule,
      List<ParameterGroup> groups,
      boolean scaled) {
    this.script = script;
    this.tensors = tensors;
    this.trained = groups.stream().flatMap(group -> group.parameters().keySet().stream()).toList();
    this.rule = rule;
    this.state = new UpdateState(rule, script, script.manager().getDevice(), groups, scaled);
  }

  /**
   * Writes, compiles and loads the graph's script.
   *
   * @param weights every parameter and buffer by its name in the {@code state_dict}, on any device;
   *     the net copies them
   * @param device of the net
   * @param options see {@link ScriptOptions#preferred}
   * @param step what {@link #step} does
   */
  public static GraphScript load(
      Graph graph,
      Map<String, NDArray> weights,
      Device device,
      ScriptOptions options,
      TrainingStep step) {
    ScriptArchive archive =
        GraphArchive.training(graph, weights, options.on(device), step, Map.of());
    LoadedScript script = LoadedScript.onDevice(archive, device, true);
    try {
      Set<String> reached = Reached.by(graph);
      Map<String, NDArray> tensors = tensors(script, new ModuleTree(graph).names());
      tensors.forEach((name, tensor) -> tensor.setRequiresGradient(reached.contains(name)));
      return new GraphScript(
          script,
          tensors,
          step.rule(),
          ParameterGroup.of(reached, step, tensors),
          options.precision().scalesLoss());
    } catch (RuntimeException e) {
      script.close();
      throw e;
    }
  }

  private static Map<String, NDArray> tensors(LoadedScript script, List<String> names) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    try (IValue list = script.run("tensors")) {
      NDArray[] arrays = list.toTensorArray(script.manager());
      for (int i = 0; i < arrays.length; i++) {
        tensors.put(names.get(i), arrays[i]);
      }
    }
    return Collections.unmodifiableMap(tensors);
  }

  /** A step with the rule's own momentum. */
  public Result step(NDList inputs, NDList targets, double learningRate) {
    return step(inputs, targets, learningRate, rule.momentum());
  }

  /**
   * One step: forward as in training, loss, gradients, update. On a CPU, where the loss need not be
   * waited for, a loss that is no number leaves the parameters as they were; so do gradients that
   * are none where the loss is scaled, which is then scaled less in the next step.
   *
   * @param targets the classes, int64 [N], or the probability of each class, float32 [N, classes];
   *     of a distillation also the teacher's logits, float32 [N, classes]
   * @param momentum in place of the rule's (Adam's first beta), for schedules that change it
   * @return the loss with smoothing and auxiliary heads, before the update
   */
  public Result step(NDList inputs, NDList targets, double learningRate, double momentum) {
    try (IValue rate = IValue.from(learningRate);
        IValue inertia = IValue.from(momentum)) {
      List<IValue> more = new ArrayList<>(List.of(rate, inertia));
      more.addAll(state.arguments());
      NDArray[] results = list("step", inputs, targets, more);
      return new Result(results[0], results[1]);
    }
  }

  /**
   * What a backward pass gives.
   *
   * @param gradients of the parameters that learn, by name and in the order of {@link #update}
   */
  public record Backward(Result result, Map<String, NDArray> gradients) {}

  /**
   * A step without its update, for those who sum gradients over batches or machines and update with
   * {@link #update} or an {@link UpdateScript}. Batch norms move their statistics. Where the
   * precision scales the loss, the gradients are those of the scaled one.
   */
  public Backward backward(NDList inputs, NDList targets) {
    NDArray[] results = list("gradients", inputs, targets, state.lossScale().stream().toList());
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (int i = 0; i < trained.size(); i++) {
      gradients.put(trained.get(i), results[2 + i]);
    }
    return new Backward(new Result(results[0], results[1]), gradients);
  }

  /** The gradients of {@link #backward}, by the parameters' names. */
  public Map<String, NDArray> gradients(NDList inputs, NDList targets) {
    return backward(inputs, targets).gradients();
  }

  /**
   * The update of {@link #step} with its rule's own momentum.
   *
   * @param gradients as {@link #backward} gives them
   */
  public void update(List<? extends NDArray> gradients, double learningRate) {
    try (IValue list = UpdateState.list(gradients);
        IValue rate = IValue.from(learningRate);
        IValue inertia = IValue.from(rule.momentum())) {
      List<IValue> arguments = new ArrayList<>(List.of(list, rate, inertia));
      arguments.addAll(state.arguments());
      script.run("update", arguments.toArray(IValue[]::new)).close();
    }
  }

  private NDArray[] list(String method, NDList inputs, NDList targets, List<IValue> more) {
    NDList tensors = new NDList(inputs);
    tensors.addAll(targets);
    PtNDManager owner = (PtNDManager) inputs.head().getManager();
    try (IValue result = run(method, tensors, more)) {
      return result.toTensorArray(owner);
    }
  }

  private IValue run(String method, NDList tensors, List<IValue> more) {
    List<IValue> made = tensors.stream().map(t -> IValue.from((PtNDArray) t)).toList();
    try {
      List<IValue> arguments = new ArrayList<>(made);
      arguments.addAll(more);
      return script.run(method, arguments.toArray(IValue[]::new));
    } finally {
      made.forEach(IValue::close);
    }
  }

  /** The graph's outputs, as in inference; no gradients are recorded. */
  public NDList predict(NDList inputs) {
    try (IValue result = run("forward", inputs, List.of())) {
      return result.toNDList((PtNDManager) inputs.head().getManager());
    }
  }

  /**
   * Every parameter and buffer by its name in the {@code state_dict}, in the graph's order. They
   * share the net's memory: a step changes them, and setting their values changes the net.
   */
  public Map<String, NDArray> tensors() {
    return tensors;
  }

  /**
   * What nets must have in common before they learn from shares of one batch: the parameters that
   * learn, in the order of {@link #backward}, and the factor of the loss where it is scaled. A net
   * with the same steps but for the rule has them in the same order.
   */
  public List<NDArray> shared() {
    List<NDArray> shared = new ArrayList<>(trained.stream().map(tensors::get).toList());
    Optional.ofNullable(updateState().get(UpdateState.LOSS_SCALE)).ifPresent(shared::add);
    return shared;
  }

  /** What the update rule remembers, by name, as {@link UpdateScript#state}. */
  public Map<String, NDArray> updateState() {
    return state.byName();
  }

  /** The manager whose device the net is on. */
  public NDManager manager() {
    return script.manager();
  }

  @Override
  public void close() {
    state.close();
    script.close();
  }
}
