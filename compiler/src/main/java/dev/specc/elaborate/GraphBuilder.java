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
import dev.specc.op.ParameterSpec;
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

  private record Owner(Op op, List<ParameterSpec> parameters, Span span, boolean shared) {}

  private final Budget budget;
  private final Diagnostics diagnostics;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<String, Owner> owners = new HashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();

  /** The keys whose steps differ, each reported once. */
  private final Set<String> unlike = new HashSet<>();

  private boolean guesses;

  GraphBuilder(Budget budget, Diagnostics diagnostics) {
    this.budget = budget;
    this.diagnostics = diagnostics;
  }

  Budget budget() {
    return budget;
  }

  Draft draft(int node) {
    return drafts.get(node);
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
      case Inference.Failure failure -> {
        yield refuse(op, shapes, explain.apply(failure));
      }
      case Inference.Output output -> {
        if (!own(op, shapes, place, origin)) {
          yield Wire.unknown();
        }
        yield append(new Draft(op, ids, output.shape(), place, training, origin, source));
      }
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

  /** Claims the parameters' names; false, and reported, where another layer has them. */
  private boolean own(Op op, List<Shape> shapes, Place place, Origin origin) {
    List<ParameterSpec> parameters = op.parameters(shapes);
    if (parameters.isEmpty()) {
      return true;
    }
    Owner owner = new Owner(op, parameters, origin.span(), place.shared);
    Owner first = owners.putIfAbsent(place.parameterPath, owner);
    if (first == null) {
      return namesAreFree(place, owner);
    }
    if (first.shared && place.shared && agree(first, owner)) {
      return true;
    }
    boolean sharing = first.shared || place.shared;
    boolean said = sharing && !unlike.add(place.parameterPath);
    if (!said && (sharing || !diagnostics.hasErrors())) {
      diagnostics.add(sharing(place, first, owner).notes(origin.notes()));
    }
    return !sharing; // two layers of one name: reported where the name is given
  }

  /**
   * Whether no other layer has a parameter of one of these names: a layer scale is named as itself,
   * so that one at {@code k.weight} takes the name of the weight of a layer at {@code k}.
   */
  private boolean namesAreFree(Place place, Owner owner) {
    for (ParameterSpec parameter : owner.parameters) {
      String path = place.parameterPath;
      Owner other =
          parameter.name().isEmpty()
              ? ownerOf(path)
              : owners.get(Level.join(path, parameter.name()));
      boolean taken =
          other != null
              && (parameter.name().isEmpty() || other.parameters.getFirst().name().isEmpty());
      if (taken) {
        String name = Level.join(path, parameter.name());
        diagnostics.add(taken(parameter.name().isEmpty() ? path : name, other, owner));
        return false;
      }
    }
    return true;
  }

  /** The layer one level up, if it has a parameter of the last name of a path. */
  private @Nullable Owner ownerOf(String path) {
    int dot = path.lastIndexOf('.');
    Owner above = dot < 0 ? null : owners.get(path.substring(0, dot));
    String name = path.substring(dot + 1);
    boolean has = above != null && above.parameters.stream().anyMatch(p -> p.name().equals(name));
    return has ? above : null;
  }

  private static boolean agree(Owner first, Owner second) {
    return first.op.equals(second.op) && first.parameters.equals(second.parameters);
  }

  private static Diagnostic sharing(Place place, Owner first, Owner second) {
    if (!first.shared || !second.shared) {
      return taken(place.parameterPath, first, second);
    }
    String how =
        first.op.equals(second.op)
            ? "their parameters have other shapes, since other channels arrive: "
                + dims(first)
                + " and "
                + dims(second)
            : first.op.name().equals(second.op.name())
                ? "their options differ"
                : "one is " + first.op.name() + " and the other " + second.op.name();
    return Diagnostic.of(
            Code.SHARE_MISMATCH,
            second.span,
            "steps that share `" + place.parameterPath + "` must be alike, and " + how)
        .related(first.span, "the first step that shares");
  }

  private static Diagnostic taken(String name, Owner first, Owner second) {
    return Diagnostic.of(
            Code.DUPLICATE_LABEL,
            second.span,
            "the parameters `" + name + "` belong to another layer already")
        .related(first.span, "which is here")
        .help("a `share` key is a name of its own: choose one that is no label");
  }

  private static String dims(Owner owner) {
    return owner.parameters.getFirst().dims().toString();
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
