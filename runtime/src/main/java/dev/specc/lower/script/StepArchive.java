package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.graph.Graph;
import dev.specc.memory.MemoryFormat;
import dev.specc.memory.Processor;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A training step as an archive for others, with what they need to call it: the file {@code
 * specc.json} inside it names the arguments of {@code step}, and {@code model.py} is the same net
 * in PyTorch's own layers. benchmarks/gpu_step.py reads both.
 */
public final class StepArchive {
  private static final JsonMapper JSON = new JsonMapper();

  private StepArchive() {}

  /**
   * @param weights every parameter and buffer by its name in the {@code state_dict}
   * @param precision that the step computes in; its arrays have channels last wherever libtorch is
   *     right with them
   * @param learningRate to call it with
   * @param model the source of a PyTorch module with the same {@code state_dict}
   */
  public static ScriptArchive of(
      Graph graph,
      Map<String, NDArray> weights,
      Precision precision,
      TrainingStep step,
      double learningRate,
      String model) {
    ScriptOptions options =
        new ScriptOptions(MemoryFormat.CHANNELS_LAST, precision, Processor.GPU, 1);
    ObjectNode json = JSON.createObjectNode();
    json.put("name", graph.name()).put("precision", precision.word());
    ArrayNode inputs = json.putArray("inputs");
    graph.inputs().forEach(input -> dims(inputs.addArray(), input.output()));
    json.put("outputs", graph.outputs().size()).put("classes", graph.outputShape().channels());
    ArrayNode heads = json.putArray("heads");
    graph.heads().forEach(head -> heads.add(head.weight()));
    ArrayNode tensors = json.putArray("tensors");
    new ModuleTree(graph).names().forEach(tensors::add);
    update(json, Reached.by(graph), weights, step, precision);
    json.put("learning_rate", learningRate).put("label_smoothing", step.loss().labelSmoothing());
    if (step.maxNorm() != UpdateScript.NO_CLIPPING) {
      json.put("clip_norm", step.maxNorm());
    }
    Map<String, String> extras = Map.of("specc.json", json.toPrettyString(), "model.py", model);
    return GraphArchive.training(graph, weights, options, step, extras);
  }

  private static void dims(ArrayNode array, Shape shape) {
    shape.dims().forEach(array::add);
  }

  /** What a step changes, in the order of its arguments, and by which rule. */
  private static void update(
      ObjectNode json,
      Set<String> reached,
      Map<String, NDArray> weights,
      TrainingStep step,
      Precision precision) {
    ArrayNode groups = json.putArray("groups");
    for (ParameterGroup group : ParameterGroup.of(reached, step, weights)) {
      ObjectNode one = groups.addObject();
      one.put("weight_decay", group.weightDecay());
      one.put("decoupled", group.decoupled()).put("l1", group.l1());
      ArrayNode names = one.putArray("parameters");
      group.parameters().keySet().forEach(names::add);
    }
    UpdateRule rule = step.rule();
    ArrayNode state = json.putArray("state");
    rule.stateNames().forEach(state::add);
    json.put("counts", rule.counts()).put("scales_loss", precision.scalesLoss());
    ObjectNode optimizer = json.putObject("optimizer");
    optimizer.put("rule", rule.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    switch (rule) {
      case UpdateRule.Sgd sgd ->
          optimizer.put("momentum", sgd.momentum()).put("nesterov", sgd.nesterov());
      case UpdateRule.Adam adam ->
          optimizer.put("eps", adam.eps()).putArray("betas").add(adam.beta1()).add(adam.beta2());
      case UpdateRule.RmsProp rms ->
          optimizer
              .put("alpha", rms.alpha())
              .put("eps", rms.eps())
              .put("momentum", rms.momentum())
              .put("centered", rms.centered());
    }
  }
}
