package dev.specc.elaborate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.graph.Origin;
import dev.specc.op.Inference;
import dev.specc.op.Input;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Grows a graph node by node: the shape of each is known as soon as it exists. */
final class GraphBuilder {
  /** The path of a value that stands in for one that is unknown. */
  static final String STAND_IN = "?";

  /** A layer takes at most this many multiply-accumulates, so that no total overflows. */
  private static final long MAX_MACS = 1L << 43;

  /**
   * Where a node goes.
   *
   * @param path its path, or for a generated node the base of one: it gets a free name at the end
   * @param shared whether its parameters are shared by a key
   */
  record Place(String path, String parameterPath, boolean generated, boolean shared) {}

  /** A node, and what it was made from. */
  record Draft(
      Op op,
      List<Integer> inputs,
      Shape output,
      Place place,
      boolean training,
      Origin origin,
      @Nullable OptionSource source) {}

  private final Budget budget;
  private final Diagnostics diagnostics;
  private final List<Draft> drafts = new ArrayList<>();
  private final ParameterOwners owners;
  private final List<Refusal> refusals = new ArrayList<>();

  private boolean guesses;

  GraphBuilder(Budget budget, Diagnostics diagnostics) {
    this.budget = budget;
    this.diagnostics = diagnostics;
    this.owners = new ParameterOwners(diagnostics);
  }

  Budget budget() {
    return budget;
  }

  Draft draft(int node) {
    return drafts.get(node);
  }

  /** The net's own inputs. */
  List<Draft> inputs() {
    return drafts.stream().takeWhile(draft -> draft.op() instanceof Input).toList();
  }

  /** Whether a value stands in for an unknown one, so that there is no graph. */
  boolean guesses() {
    return guesses;
  }

  /** The steps that cannot run, in the order in which they were met. */
  List<Refusal> refusals() {
    return refusals;
  }

  /** Counts one more step; ends everything when there are too many, or too many mistakes. */
  void tick(Span span) {
    if (diagnostics.isFull()) {
      throw new LimitReached(Diagnostic.of(Code.TOO_MANY_NODES, span, "too many mistakes"));
    }
    budget.step(span);
  }

  Wire.Known input(String label, Shape shape, Span span) {
    return append(
        new Draft(
            new Input(shape),
            List.of(),
            shape,
            new Place(label, label, false, false),
            false,
            new Origin(span, null),
            null));
  }

  /** A value to go on with after a mistake; the graph is then never finished. */
  Wire.Known standIn(Shape shape, Span span) {
    guesses = true;
    return input(STAND_IN, shape, span);
  }

  /**
   * Adds a node, or reports why it cannot be.
   *
   * @param explain turns an op's failure into a diagnostic
   */
  Wire add(
      Op op,
      List<Wire> inputs,
      Place place,
      boolean training,
      Origin origin,
      @Nullable OptionSource source,
      Function<Inference.Failure, Diagnostic> explain) {
    budget.connect(origin.span(), inputs.size());
    List<Integer> ids = new ArrayList<>(inputs.size());
    List<Shape> shapes = new ArrayList<>(inputs.size());
    for (Wire input : inputs) {
      if (!(input instanceof Wire.Known known)) {
        return Wire.unknown();
      }
      ids.add(known.node());
      shapes.add(known.shape());
    }
    return switch (infer(op, shapes)) {
      case Inference.Failure failure -> refuse(op, shapes, explain.apply(failure));
      case Inference.Output output ->
          owners.claim(op.parameters(shapes), op, place, origin)
              ? append(new Draft(op, ids, output.shape(), place, training, origin, source))
              : Wire.unknown();
    };
  }

  /** Reports an op that cannot run on these shapes, and keeps it as the evidence. */
  Wire refuse(Op op, List<Shape> shapes, Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
    refusals.add(new Refusal(op, shapes, diagnostic));
    return Wire.unknown();
  }

  private Wire.Known append(Draft draft) {
    budget.node(draft.origin.span(), draft.place.path);
    drafts.add(draft);
    return new Wire.Known(drafts.size() - 1, draft.output);
  }

  private static Inference infer(Op op, List<Shape> shapes) {
    try {
      Inference inference = op.infer(shapes);
      return inference instanceof Inference.Output output && tooCostly(op, shapes, output.shape())
          ? Inference.failure(Code.TOO_LARGE, "this " + op.name() + " is too large for any machine")
          : inference;
    } catch (ArithmeticException overflow) {
      return Inference.failure(
          Code.TOO_LARGE, "the numbers of this " + op.name() + " are too large to compute with");
    }
  }

  private static boolean tooCostly(Op op, List<Shape> shapes, Shape output) {
    return op.macs(shapes, output) > MAX_MACS
        || op.parameters(shapes).stream().anyMatch(p -> p.elements() > Shape.MAX_ELEMENTS);
  }

  /** The graph; call it only where nothing was reported. */
  Graph finish(String name, String variant, List<Graph.Output> outputs, List<Graph.Head> heads) {
    Set<String> taken = new HashSet<>();
    for (Draft draft : drafts) {
      if (!draft.place.generated) {
        taken.add(draft.place.path);
      }
    }
    Map<String, Integer> next = new HashMap<>();
    List<Node> nodes = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      String path = draft.place.path;
      if (draft.place.generated) {
        path = freeName(path, taken, next);
      }
      nodes.add(
          new Node(
              nodes.size(),
              path,
              draft.op,
              draft.inputs,
              draft.output,
              draft.place.parameterPath,
              draft.training,
              draft.origin));
    }
    return new Graph(name, variant, nodes, outputs, heads);
  }

  /** {@code add}, {@code add_1}, {@code add_2}...: as torch.fx names what has no module. */
  private static String freeName(String base, Set<String> taken, Map<String, Integer> next) {
    String name = base;
    while (!taken.add(name)) {
      name = base + "_" + next.merge(base, 1, Integer::sum);
    }
    return name;
  }
}
