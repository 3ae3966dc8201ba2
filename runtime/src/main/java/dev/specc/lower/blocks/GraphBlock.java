package dev.specc.lower.blocks;

import static java.util.stream.Collectors.joining;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A graph as a DJL block, which runs it node by node on the PyTorch engine.
 *
 * <p>Takes the graph's inputs in their order, [N, C, H, W] or [N, F] each, and returns its outputs
 * in theirs; in training, its auxiliary heads after them. The batch and, as far as the net allows,
 * height and width are free. A value is closed after its last use, so that only the results remain
 * with the inputs' manager; what the backward pass needs, libtorch itself holds on to.
 *
 * <p>Parameters are named as in PyTorch's {@code state_dict}, buffers included, and are initialised
 * as PyTorch initialises them unless {@code setInitializer} says otherwise: after {@code
 * Engine.setRandomSeed} with the same seed, to the same values.
 *
 * <p>As in PyTorch, evaluation records what gradients need unless gradients are switched off in the
 * calling thread.
 */
public final class GraphBlock extends AbstractBlock {
  private static final byte VERSION = 1;

  private final Graph graph;
  private final Plan trainingPlan;
  private final Plan inferencePlan;

  public GraphBlock(Graph graph) {
    super(VERSION);
    this.graph = graph;
    this.inputNames = graph.inputs().stream().map(Node::path).toList();
    for (Node node : graph.nodes()) {
      Parameters.of(graph, node).forEach(p -> parameters.putIfAbsent(p.getName(), p));
    }
    this.trainingPlan = Plan.of(graph, parameters, true);
    this.inferencePlan = Plan.of(graph, parameters, false);
  }

  /**
   * A block that runs with parameters of elsewhere and does not train them.
   *
   * @param arrays float32 (int64 for counts) by name, of one device; used as they are
   */
  public static GraphBlock with(Graph graph, NDManager manager, Map<String, NDArray> arrays) {
    GraphBlock block = new GraphBlock(graph);
    for (Parameter parameter : block.parameters.values()) {
      parameter.freeze(true);
      parameter.setInitializer((owner, shape, type) -> arrays.get(parameter.getName()));
    }
    block.initialize(manager, DataType.FLOAT32, block.specShapes());
    return block;
  }

  /**
   * The shapes that the spec gives the inputs, with a batch of one: what {@code initialize} takes.
   */
  public Shape[] specShapes() {
    return OutputShapes.inputs(graph);
  }

  public Graph graph() {
    return graph;
  }

  /** Every parameter and buffer once, by its name in a {@code state_dict}, in the graph's order. */
  public Map<String, Parameter> parametersByName() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    Plan plan = training ? trainingPlan : inferencePlan;
    Device device = inputs.head().getDevice();
    PtNDArray[] values = new PtNDArray[graph.nodes().size()];
    if (inputs.size() != plan.inputs().size()) {
      throw new IllegalArgumentException(
          graph.name() + " takes " + plan.inputs().size() + " inputs, not " + inputs.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      values[plan.inputs().get(i)] = (PtNDArray) inputs.get(i);
    }
    for (Plan.Step step : plan.steps()) {
      PtNDArray[] owned = arrays(store, step.parameters(), device, training);
      run(step, values, owned);
    }
    countBatch(store, plan.batchCounts(), inputs.head().getManager(), device);
    NDList results = new NDList(plan.results().size());
    plan.results().forEach(id -> results.add(values[id]));
    return results;
  }

  private static void run(Plan.Step step, PtNDArray[] values, PtNDArray[] owned) {
    int[] ids = step.inputs();
    PtNDArray[] taken = new PtNDArray[ids.length];
    for (int i = 0; i < ids.length; i++) {
      taken[i] = values[ids[i]];
    }
    values[step.node().id()] = forward(step, taken, owned);
    for (int id : step.dropped()) {
      values[id].close();
    }
  }

  private static PtNDArray forward(Plan.Step step, PtNDArray[] taken, PtNDArray[] owned) {
    try {
      return step.layer().forward(taken, owned);
    } catch (EngineException e) {
      String on = Arrays.stream(taken).map(x -> x.getShape().toString()).collect(joining(", "));
      String where = step.node().path() + " (" + step.node().op().name() + ") on " + on;
      throw new EngineException(where + ": " + e.getMessage(), e);
    }
  }

  private static PtNDArray[] arrays(
      ParameterStore store, Parameter[] parameters, Device device, boolean training) {
    PtNDArray[] arrays = new PtNDArray[parameters.length];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = (PtNDArray) store.getValue(parameters[i], device, training);
    }
    return arrays;
  }

  /** Adds one made on the device: adding a Java number would copy it there for each counter. */
  private static void countBatch(
      ParameterStore store, List<Parameter> counts, NDManager manager, Device device) {
    if (counts.isEmpty()) {
      return;
    }
    try (NDArray one = manager.ones(new Shape(), DataType.INT64, device)) {
      for (Parameter count : counts) {
        store.getValue(count, device, true).addi(one);
      }
    }
  }

  /** The outputs' shapes, worked out by the graph's own rules; the heads are left out. */
  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return OutputShapes.of(graph, inputShapes);
  }

  @Override
  protected void beforeInitialize(Shape... inputShapes) {
    OutputShapes.of(graph, inputShapes);
    super.beforeInitialize(inputShapes);
  }

  /** DJL asks before each forward pass in training; its own answer copies every list. */
  @Override
  public boolean isInitialized() {
    return inputShapes != null && parameters.values().stream().allMatch(Parameter::isInitialized);
  }
}
