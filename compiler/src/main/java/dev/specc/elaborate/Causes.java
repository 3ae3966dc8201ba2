package dev.specc.elaborate;

import dev.specc.diagnostic.Label;
import dev.specc.elaborate.GraphBuilder.Draft;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the layer that gave a value its size, its channels or its rank, and says how. */
final class Causes {
  /** What about a shape is in question. */
  enum Aspect {
    SIZE,
    CHANNELS,
    RANK;

    /** What tells two shapes apart. */
    static Aspect between(Shape a, Shape b) {
      if (a.rank() != b.rank()) {
        return RANK;
      }
      return a.sameSize(b) ? CHANNELS : SIZE;
    }
  }

  /** More layers than this are no help to a reader. */
  private static final int MAX_LAYERS = 3;

  private final GraphBuilder builder;

  Causes(GraphBuilder builder) {
    this.builder = builder;
  }

  /**
   * The layers behind a value that is joined with another one, on its own way since the two parted:
   * those that change height and width, which may be none, or the one that gave the channels.
   */
  List<Label> apart(Wire.Known wire, Wire.Known other, Aspect aspect) {
    if (aspect != Aspect.SIZE) {
      return all(wire, aspect);
    }
    return changes(wire, wayBack(other.node()));
  }

  /** The last layers that change height or width before a value, or the one of its channels. */
  List<Label> before(Wire.Known wire, Aspect aspect) {
    List<Label> changes = aspect == Aspect.SIZE ? changes(wire, Set.of()) : List.of();
    return changes.isEmpty() ? all(wire, aspect) : changes;
  }

  /** Adds labels for the places that have none yet. */
  static void add(List<Label> labels, List<Label> more) {
    more.stream()
        .filter(label -> labels.stream().noneMatch(l -> l.span().equals(label.span())))
        .forEach(labels::add);
  }

  private List<Label> changes(Wire.Known wire, Set<Integer> common) {
    Map<Span, Label> labels = new LinkedHashMap<>();
    for (int node : wayBack(wire.node())) {
      if (common.contains(node) || labels.size() == MAX_LAYERS) {
        break;
      }
      Draft draft = builder.draft(node);
      if (!draft.inputs().isEmpty()
          && makes(draft.op(), input(draft), draft.output(), Aspect.SIZE)) {
        label(draft, Aspect.SIZE).ifPresent(label -> labels.putIfAbsent(label.span(), label));
      }
    }
    return List.copyOf(labels.values());
  }

  /** The layer behind it; where that is a concat, also the layers that made its parts. */
  List<Label> all(Wire.Known wire, Aspect aspect) {
    Draft maker = builder.draft(maker(wire.node(), aspect));
    Map<Span, Label> labels = new LinkedHashMap<>();
    label(maker, aspect).ifPresent(label -> labels.put(label.span(), label));
    if (aspect == Aspect.CHANNELS && maker.op() instanceof Join.Concat) {
      for (int input : maker.inputs()) {
        Draft part = builder.draft(maker(input, aspect));
        if (labels.size() <= MAX_LAYERS && !part.inputs().isEmpty()) {
          label(part, aspect).ifPresent(label -> labels.putIfAbsent(label.span(), label));
        }
      }
    }
    return List.copyOf(labels.values());
  }

  /** What arrived at the net, where this value comes from it through its first inputs. */
  Optional<Label> start(Wire.Known wire) {
    Integer first = null;
    for (int node : wayBack(wire.node())) {
      first = node;
    }
    return first == null ? Optional.empty() : label(builder.draft(first), Aspect.SIZE);
  }

  /** A node and those before it, along their first inputs. */
  private Set<Integer> wayBack(int node) {
    Set<Integer> way = new LinkedHashSet<>();
    way.add(node);
    int at = node;
    while (!builder.draft(at).inputs().isEmpty()) {
      at = builder.draft(at).inputs().getFirst();
      way.add(at);
    }
    return way;
  }

  private Shape input(Draft draft) {
    return builder.draft(draft.inputs().getFirst()).output();
  }

  private Optional<Label> label(Draft draft, Aspect aspect) {
    return describe(draft, aspect).map(text -> new Label(place(draft, aspect), text));
  }

  /** The node that set this aspect: the last one whose first input differs in it. */
  int maker(int node, Aspect aspect) {
    int at = node;
    while (true) {
      Draft draft = builder.draft(at);
      if (draft.inputs().isEmpty()) {
        return at;
      }
      Shape before = builder.draft(draft.inputs().getFirst()).output();
      if (makes(draft.op(), before, draft.output(), aspect)) {
        return at;
      }
      at = draft.inputs().getFirst();
    }
  }

  private static boolean makes(Op op, Shape before, Shape after, Aspect aspect) {
    return switch (aspect) {
      case RANK -> before.rank() != after.rank();
      case SIZE -> before.rank() != after.rank() || !before.sameSize(after);
      case CHANNELS ->
          before.channels() != after.channels()
              || op instanceof Conv conv && conv.groups() == 1
              || op instanceof Linear;
    };
  }

  private Optional<String> describe(Draft draft, Aspect aspect) {
    Shape after = draft.output();
    if (draft.inputs().isEmpty()) {
      boolean standIn = draft.place().path().equals(GraphBuilder.STAND_IN);
      return Optional.of((standIn ? "from here on taken as " : "the input is ") + after.times());
    }
    Shape before = builder.draft(draft.inputs().getFirst()).output();
    String change =
        aspect == Aspect.SIZE && before.rank() == after.rank()
            ? "turns " + before.size() + " into " + after.size()
            : aspect == Aspect.CHANNELS && before.rank() == after.rank()
                ? "gives " + after.channels() + " channels"
                : "turns " + before.times() + " into " + after.times();
    return Optional.of(how(draft.op(), aspect) + " " + change);
  }

  private static String how(Op op, Aspect aspect) {
    return switch (op) {
      case Conv conv -> aspect == Aspect.SIZE ? window(conv.window()) : "this conv";
      case Pool.MaxPool pool -> window(pool.window());
      case Pool.AvgPool pool -> window(pool.window());
      case Pool pool -> "this " + pool.name();
      case Rearrangement r -> "this " + r.name();
      case Join join -> "this " + join.name();
      case Input input -> "the input";
      case ConvTranspose o -> aspect == Aspect.SIZE ? transposed(o) : "this " + o.name();
      case Linear o -> "this " + o.name();
      case Normalisation o -> "this " + o.name();
      case LayerScale o -> "this " + o.name();
      case Activation o -> "this " + o.name();
      case Regularisation o -> "this " + o.name();
      case Affine o -> "this " + o.name();
      case Identity o -> "this " + o.name();
      case Zero o -> "this " + o.name();
    };
  }

  private static String window(Window window) {
    List<String> parts = new ArrayList<>();
    parts.add("kernel " + window.kernel().shortest());
    if (window.stride().height() != 1 || window.stride().width() != 1) {
      parts.add("stride " + window.stride().shortest());
    }
    if (window.dilation().height() != 1 || window.dilation().width() != 1) {
      parts.add("dilation " + window.dilation().shortest());
    }
    parts.add(
        switch (window.padding()) {
          case Padding.Same s -> "padding same";
          case Padding.Explicit e -> "padding " + e.pair().shortest();
        });
    String last = parts.removeLast();
    return String.join(", ", parts) + " with " + last;
  }

  private static String transposed(ConvTranspose layer) {
    boolean dilated = !layer.dilation().equals(Pair.both(1));
    return "kernel %s, stride %s%s, padding %s with output_padding %s"
        .formatted(
            layer.kernel().shortest(),
            layer.stride().shortest(),
            dilated ? ", dilation " + layer.dilation().shortest() : "",
            layer.padding().shortest(),
            layer.outputPadding().shortest());
  }

  private static Span place(Draft draft, Aspect aspect) {
    OptionSource source = draft.source();
    if (source == null) {
      return draft.origin().span();
    }
    List<String> options =
        switch (aspect) {
          case SIZE -> List.of("padding", "kernel", "stride", "factor", "out", "shape");
          case CHANNELS -> List.of("out", "start", "end", "shape");
          case RANK -> List.of("shape");
        };
    // What somebody chose tells more than a default.
    return Stream.concat(
            options.stream().filter(option -> !source.isDefault(option)), options.stream())
        .flatMap(option -> source.decides(option).stream())
        .findFirst()
        .orElse(draft.origin().span());
  }
}
