package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.memory.Arena.Buffer;
import dev.specc.memory.Gradients.Gradient;
import dev.specc.op.Identity;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Zero;
import dev.specc.precision.Precision;
import dev.specc.schedule.InPlace;
import dev.specc.schedule.Stage;
import dev.specc.schedule.Stages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays through one training step what is allocated and freed, and when, without any numbers: the
 * forward pass drops a value after its last use unless the backward pass has saved it; the backward
 * pass goes through the nodes in reverse, makes the gradients of a node's inputs in new memory or
 * over that of its result, and then drops what the node has saved. Where segments run again, they
 * keep their inputs alone, until their backward pass begins. In low precision, casts are values as
 * well, and so are the copies of weights: a node that saves its inputs saves these.
 */
final class StepSimulation {
  private final Graph graph;
  private final StepModel model;
  private final Arena arena;
  private final MemoryFormat format;
  private final Map<Precision, Footprints> footprints = new EnumMap<>(Precision.class);

  /** For each node, the node whose value is its own: another one where it passes it through. */
  private final int[] sources;

  private final List<Integer> results = new ArrayList<>();
  private final BitSet needed = new BitSet();
  private final BitSet differentiable = new BitSet();
  private final Values values;
  private final int[] readers;
  private final @Nullable Buffer[] buffers;
  private final List<List<Buffer>> saved = new ArrayList<>();
  private final Gradients gradients;
  private final LowWeights lowWeights;

  private final Stages stages;
  private final InPlace inPlace;
  private final Layouts layouts;
  private final NodeGradients ofNodes;

  /** What stages hold from their forward to the end of their backward pass. */
  private final Map<Stage, List<Buffer>> held = new HashMap<>();

  /** For each node, the casts that are written just before it. */
  private final Map<Integer, Set<Integer>> casts = new HashMap<>();

  private StepSimulation(Graph graph, StepModel model, long batch, Arena arena) {
    int count = graph.nodes().size();
    this.graph = graph;
    this.model = model;
    this.arena = arena;
    this.format = model.format(graph, batch);
    this.sources = new int[count];
    for (Node node : graph.nodes()) {
      boolean passes = node.op() instanceof Identity;
      sources[node.id()] = passes ? sources[node.inputs().getFirst()] : node.id();
      saved.add(new ArrayList<>());
    }
    this.values = new Values(graph, sources, batch, model.precision());
    this.readers = new int[values.count()];
    this.buffers = new Buffer[values.count()];
    this.gradients = new Gradients(arena, values.count());
    this.lowWeights = new LowWeights(graph, values, arena);
    findWhatRuns();
    this.stages = model.division().of(graph, sources, needed, results);
    this.inPlace = InPlace.of(graph, sources, needed, results, stages);
    this.layouts = new Layouts(graph, format, inPlace);
    this.ofNodes = new NodeGradients(arena, layouts, values, gradients, differentiable);
    for (Precision type : EnumSet.of(Precision.FLOAT32, model.precision())) {
      footprints.put(type, new Footprints(graph, layouts, model.processor(), batch, type));
    }
    results.forEach(id -> readers[id]++);
    stages.list().forEach(stage -> uncastReads(stage).forEach(id -> readers[id]++));
  }

  /** Runs the step in the arena, in which weights and the optimizer's state have been allocated. */
  static void run(Graph graph, StepModel model, long batch, Arena arena) {
    StepSimulation step = new StepSimulation(graph, model, batch, arena);
    if (model.processor() == Processor.CPU) {
      arena.allocate(NetCode.of(graph, model, step.format, batch, step.stages), Part.CODE);
    }
    step.forward();
    step.backward();
  }

  private void findWhatRuns() {
    graph.outputs().forEach(output -> results.add(sources[output.node()]));
    graph.heads().forEach(head -> results.add(sources[head.node()]));
    results.forEach(needed::set);
    for (Node node : graph.nodes().reversed()) {
      if (needed.get(node.id()) && !(node.op() instanceof Identity)) {
        node.inputs().forEach(id -> needed.set(sources[id]));
      }
    }
    for (Node node : graph.nodes()) {
      boolean trains = graph.parameters(node).stream().anyMatch(p -> p.kind().isTrained());
      boolean reached = node.inputs().stream().anyMatch(id -> differentiable.get(sources[id]));
      differentiable.set(node.id(), trains || reached && !(node.op() instanceof Zero));
    }
  }

  /** The nodes' values that a stage reads, once for each reader; all casts of one are one. */
  private List<Integer> uncastReads(Stage stage) {
    List<Integer> reads = new ArrayList<>();
    Set<Integer> cast = new HashSet<>();
    for (Node node : stage.nodes()) {
      for (int value : read(node)) {
        if (!values.isCast(value) || cast.add(value)) {
          reads.add(values.uncast(value));
        }
      }
    }
    return reads;
  }

  /** A stage reads its own casts alone. */
  private void countCastReads(Stage stage) {
    for (Node node : stage.nodes()) {
      read(node).stream().filter(values::isCast).forEach(value -> readers[value]++);
    }
  }

  /** What a node reads, each value once. */
  private Set<Integer> read(Node node) {
    return new LinkedHashSet<>(values.read(node));
  }

  private Footprint footprint(Node node) {
    boolean needsGradient = node.inputs().stream().anyMatch(id -> differentiable.get(sources[id]));
    Footprints ofType = Objects.requireNonNull(footprints.get(values.type(node)));
    return ofType.of(node, needsGradient, stages.isWritten(node));
  }

  private void forward() {
    graph.inputs().forEach(node -> buffers[node.id()] = input(node));
    for (Stage stage : stages.list()) {
      List<Buffer> kept = new ArrayList<>();
      heldInputs(stage).forEach(id -> kept.add(buffer(id).hold()));
      countCastReads(stage);
      stage.nodes().forEach(node -> forward(node, !(stage instanceof Stage.Rebuilt)));
      heldOutputs(stage).forEach(id -> kept.add(buffer(id).hold()));
      held.put(stage, kept);
    }
  }

  /** Written derivatives name what they read, each where it is read. */
  private List<Integer> heldInputs(Stage stage) {
    return switch (stage) {
      case Stage.Written written -> List.of();
      case Stage.Recorded recorded -> stages.inputs(recorded);
      case Stage.Rebuilt rebuilt -> stages.inputs(rebuilt);
    };
  }

  private List<Integer> heldOutputs(Stage stage) {
    return switch (stage) {
      case Stage.Written written -> List.of();
      case Stage.Recorded recorded -> stages.outputs(recorded);
      case Stage.Rebuilt rebuilt -> List.of();
    };
  }

  /** The batch stays with whoever made it; with channels last the net takes a copy. */
  private Buffer input(Node node) {
    long bytes = values.bytes(node.id());
    Buffer given = arena.allocate(bytes, Part.BATCH);
    boolean copied =
        format == MemoryFormat.CHANNELS_LAST
            && node.output().isMap()
            && node.output().channels() > 1;
    return copied ? arena.allocate(bytes, Part.ACTIVATIONS) : given.hold();
  }

  private void forward(Node node, boolean keeps) {
    Footprint footprint = footprint(node);
    cast(node);
    List<Buffer> weights = lowWeights.castOf(node);
    boolean over =
        model.engine() == Engine.SCRIPT
            && inPlace.writesOverInput(node)
            && !footprint.savesInputs();
    Buffer output;
    if (over || footprint.isView()) {
      output = buffer(values.read(node, inPlace.inputs(node)).getFirst()).hold();
    } else {
      arena.spike(footprint.forwardPeak());
      output = arena.allocate(footprint.output(), Part.ACTIVATIONS);
    }
    buffers[node.id()] = output;
    if (keeps && differentiable.get(node.id())) {
      save(node, footprint, output, weights);
    }
    weights.forEach(Buffer::release);
    read(node).forEach(this::readOnce);
  }

  /** Makes the casts that the node is the first to read. */
  private void cast(Node node) {
    for (int value : read(node)) {
      if (values.isCast(value) && buffers[value] == null) {
        buffers[value] = arena.allocate(values.bytes(value), Part.ACTIVATIONS);
        casts.computeIfAbsent(node.id(), id -> new LinkedHashSet<>()).add(value);
        readOnce(values.uncast(value));
      }
    }
  }

  private void save(Node node, Footprint footprint, Buffer output, List<Buffer> weights) {
    List<Buffer> kept = saved.get(node.id());
    if (footprint.savesInputs()) {
      read(node).forEach(value -> kept.add(buffer(value).hold()));
      weights.forEach(weight -> kept.add(weight.hold()));
    }
    if (footprint.savesOutput()) {
      kept.add(output.hold());
    }
    if (footprint.saved() > 0) {
      kept.add(arena.allocate(footprint.saved(), Part.ACTIVATIONS));
    }
  }

  private void readOnce(int value) {
    if (--readers[value] == 0) {
      buffer(value).release();
      if (values.isCast(value)) {
        buffers[value] = null;
      }
    }
  }

  private Buffer buffer(int value) {
    return Objects.requireNonNull(buffers[value], "inputs come first");
  }

  private void backward() {
    results.forEach(id -> gradients.addNew(id, values.bytes(id), layouts.of(id)));
    results.stream().filter(id -> stages.isWritten(graph.node(id))).forEach(gradients::share);
    Set<String> trained = new HashSet<>();
    for (Stage stage : stages.list().reversed()) {
      List<Buffer> given = gradientsFromOthers(stage);
      switch (stage) {
        case Stage.Written written -> {}
        case Stage.Recorded recorded -> {}
        case Stage.Rebuilt rebuilt -> rebuild(rebuilt);
      }
      boolean written = !(stage instanceof Stage.Recorded);
      for (Node node : stage.nodes().reversed()) {
        backward(node, written, trained);
      }
      if (!written) {
        stages.inputs(stage).forEach(gradients::share);
      }
      given.forEach(Buffer::release);
      held.get(stage).forEach(Buffer::release);
    }
  }

  /** Autograd's arguments live until the call ends. */
  private List<Buffer> gradientsFromOthers(Stage stage) {
    List<Buffer> given = new ArrayList<>();
    for (int id : heldOutputs(stage)) {
      Gradient gradient = gradients.of(id);
      if (gradient != null) {
        given.add(gradient.buffer().hold());
      }
    }
    return given;
  }

  /** Runs a segment again, now keeping what backward passes read. */
  private void rebuild(Stage.Rebuilt stage) {
    for (int id : uncastReads(stage)) {
      if (readers[id]++ == 0 && !stage.values().contains(graph.node(id))) {
        buffer(id).hold();
      }
    }
    countCastReads(stage);
    stage.values().forEach(node -> forward(node, true));
    cast(stage.conv());
    int result = values.read(stage.conv()).getFirst();
    List<Buffer> weights = lowWeights.castOf(stage.conv());
    save(stage.conv(), footprint(stage.conv()), buffer(result), weights);
    weights.forEach(Buffer::release);
    readOnce(result);
  }

  /** Gradients of what was cast follow when the node has let go of all that it held. */
  private void backward(Node node, boolean written, Set<String> trained) {
    Gradient gradient = gradients.take(node.id());
    if (gradient != null) {
      boolean learns = differentiable.get(node.id());
      if (learns) {
        backward(node, written, gradient);
      }
      gradient.buffer().release();
      if (learns) {
        keepParameterGradients(node, trained);
        uncastGradients(node);
      }
    }
  }

  private void backward(Node node, boolean written, Gradient gradient) {
    if (written) {
      ofNodes.written(node, footprint(node), gradient);
    } else {
      ofNodes.recorded(node, footprint(node), gradient);
    }
    saved.get(node.id()).forEach(Buffer::release);
  }

  /** The block engine keeps them between steps; here they come to be one after the other. */
  private void keepParameterGradients(Node node, Set<String> trained) {
    if (model.engine() == Engine.BLOCKS) {
      return;
    }
    for (ParameterSpec parameter : graph.parameters(node)) {
      if (parameter.kind().isTrained() && trained.add(node.parameterName(parameter))) {
        arena.allocate(Bytes.of(parameter.elements(), 1), Part.GRADIENTS);
        arena.spike(lowWeights.bytes(node, parameter));
      }
    }
  }

  private void uncastGradients(Node node) {
    for (int value : casts.getOrDefault(node.id(), Set.of())) {
      Gradient gradient = gradients.take(value);
      if (gradient != null) {
        int uncast = values.uncast(value);
        gradients.addNew(uncast, values.bytes(uncast), gradient.format());
        gradient.buffer().release();
      }
    }
  }
}
