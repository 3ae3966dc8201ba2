package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Proposal;
import dev.specc.elaborate.Combinators.Part;
import dev.specc.graph.Origin;
import dev.specc.op.Inference;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says where a mismatch comes from: the layers that made each side's size or channels. */
final class Blame {
  private final Causes causes;
  private final Proposals proposals;

  Blame(GraphBuilder builder) {
    this.proposals = new Proposals(builder);
    this.causes = new Causes(builder);
  }

  /** One op that cannot take what arrives. */
  Diagnostic op(
      Op op, List<Wire> inputs, Inference.Failure failure, Origin origin, OptionSource source) {
    String option = failure.option();
    Optional<Span> written = option == null ? Optional.empty() : source.written(option);
    Span primary = written.orElse(origin.span());
    Diagnostic diagnostic = Diagnostic.of(failure.code(), primary, failure.message());
    if (failure.help() != null) {
      diagnostic = diagnostic.help(failure.help());
    }
    Optional<Span> decides = option == null ? Optional.empty() : source.decides(option);
    if (decides.isPresent() && !decides.get().contains(primary)) {
      diagnostic = diagnostic.related(decides.get(), "`" + option + "` is set here");
    }
    List<Label> related = new ArrayList<>();
    for (Wire input : inputs) {
      if (input instanceof Wire.Known known) {
        Causes.Aspect aspect = aspect(failure.code());
        add(related, causes.before(known, aspect));
        if (aspect == Causes.Aspect.SIZE && failure.code() != Code.CONCAT_MISMATCH) {
          add(related, causes.start(known).stream().toList());
        }
      }
    }
    return diagnostic
        .related(related)
        .notes(origin.notes())
        .proposing(proposals(op, inputs, failure, origin, source));
  }

  private List<Proposal> proposals(
      Op op, List<Wire> inputs, Inference.Failure failure, Origin origin, OptionSource source) {
    if (!(inputs.getFirst() instanceof Wire.Known input)) {
      return List.of();
    }
    return switch (failure.code()) {
      case WINDOW_TOO_LARGE -> proposals.forWindow(op, source, input.shape());
      case GROUPS_DO_NOT_DIVIDE -> proposals.forGroups(op, source, input.shape());
      case PADDING_TOO_LARGE -> proposals.forPadding(op, source);
      case WRONG_RANK ->
          op instanceof Linear ? proposals.stepBefore("flatten", origin.span()) : List.of();
      default -> List.of();
    };
  }

  private static Causes.Aspect aspect(Code code) {
    return switch (code) {
      case WINDOW_TOO_LARGE, CONCAT_MISMATCH, EMPTY_RESULT -> Causes.Aspect.SIZE;
      case WRONG_RANK -> Causes.Aspect.RANK;
      default -> Causes.Aspect.CHANNELS;
    };
  }

  /** Branches or labelled steps that cannot be joined. */
  Diagnostic join(List<Part> parts, Inference.Failure failure, StepContext context) {
    List<Part> known = parts.stream().filter(p -> p.wire() instanceof Wire.Known).toList();
    Shape usual = usual(known, failure.code());
    Part odd =
        known.stream()
            .filter(p -> !alike(shape(p), usual, failure.code()))
            .findFirst()
            .orElse(known.getLast());
    Part fine =
        known.stream()
            .filter(p -> alike(shape(p), usual, failure.code()))
            .findFirst()
            .orElse(known.getFirst());
    List<Label> related = new ArrayList<>();
    related.add(new Label(fine.span(), shape(fine).times()));
    if (context.step() instanceof Step.BranchesStep branches && branches.joinSpan() != null) {
      related.add(new Label(branches.joinSpan(), "how they are joined"));
    }
    for (Part part : known) {
      if (part != odd && part != fine && !alike(shape(part), usual, failure.code())) {
        related.add(new Label(part.span(), shape(part).times()));
      }
    }
    boolean gate = failure.code() == Code.MULTIPLY_MISMATCH && gates(shape(odd), usual);
    Causes.Aspect aspect = gate ? Causes.Aspect.CHANNELS : difference(shape(odd), usual);
    Wire.Known oddWire = (Wire.Known) odd.wire();
    Wire.Known fineWire = (Wire.Known) fine.wire();
    List<Label> behind = causes.apart(oddWire, fineWire, aspect);
    add(related, behind);
    if (aspect == Causes.Aspect.CHANNELS || known.size() == 2 || behind.isEmpty()) {
      add(related, causes.apart(fineWire, oddWire, aspect)); // either may be the wrong one
    }
    return Diagnostic.of(failure.code(), odd.span(), title(failure.code(), parts))
        .labelled(shape(odd).times())
        .related(related)
        .notes(context.origin().notes())
        .help(joinHelp(shape(odd), usual, failure))
        .proposing(mending(oddWire, fineWire, aspect))
        .proposing(otherJoin(shape(odd), usual, context.step()));
  }

  private List<Proposal> otherJoin(Shape odd, Shape usual, Step step) {
    if (isGate(odd, usual) || isGate(usual, odd)) {
      return proposals.join(step, Step.JoinKind.MULTIPLY, "scales with a gate");
    }
    return odd.rank() == usual.rank() && odd.sameSize(usual)
        ? proposals.join(step, Step.JoinKind.CONCAT, "takes parts of different channels")
        : List.of();
  }

  private static boolean isGate(Shape gate, Shape map) {
    return gate.isMap() && map.isMap() && gate.equals(Shape.of(map.channels(), 1, 1));
  }

  private static void add(List<Label> labels, List<Label> more) {
    more.stream()
        .filter(label -> labels.stream().noneMatch(l -> l.span().equals(label.span())))
        .forEach(labels::add);
  }

  /** Either side may be the wrong one; the odd one first. */
  private List<Proposal> mending(Wire.Known first, Wire.Known second, Causes.Aspect aspect) {
    return switch (aspect) {
      case SIZE ->
          Proposals.both(
              proposals.forSize(first, second.shape()), proposals.forSize(second, first.shape()));
      case CHANNELS ->
          Proposals.both(
              proposals.forChannels(first, second), proposals.forChannels(second, first));
      case RANK -> List.of();
    };
  }

  private static String title(Code code, List<Part> parts) {
    return switch (code) {
      case CONCAT_MISMATCH -> "concat joins branches of different sizes";
      case ADD_MISMATCH -> "add joins different shapes";
      case MULTIPLY_MISMATCH -> "multiply joins shapes that do not fit";
      default -> "the " + parts.size() + " inputs do not fit together";
    };
  }

  private static String joinHelp(Shape odd, Shape usual, Inference.Failure failure) {
    if (odd.rank() != usual.rank()) {
      return "bring both to the same rank: `flatten` makes a vector of a feature map";
    }
    if (failure.code() == Code.MULTIPLY_MISMATCH && gates(odd, usual)) {
      return "a gate has as many channels as what it scales";
    }
    if (difference(odd, usual) == Causes.Aspect.CHANNELS) {
      boolean gate = odd.isMap() && (odd.height() == 1 || usual.height() == 1);
      return gate && failure.code() == Code.ADD_MISMATCH
          ? "PyTorch would broadcast this sum; specc does not: `multiply` takes gates of [C, 1, 1]"
          : "give both the same number of channels, for example with a 1x1 conv";
    }
    boolean broadcasts = odd.times().endsWith("x1x1") || usual.times().endsWith("x1x1");
    return broadcasts && failure.code() == Code.ADD_MISMATCH
        ? "PyTorch would broadcast this sum; specc does not: `multiply` takes gates of [C, 1, 1]"
        : "use the same strides and size-keeping paddings on both ways";
  }

  /** The shape that most parts agree on, the first of equals. */
  private static Shape usual(List<Part> parts, Code code) {
    Map<List<Long>, Integer> votes = new HashMap<>();
    for (Part part : parts) {
      votes.merge(key(shape(part), code), 1, Integer::sum);
    }
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return parts.stream()
        .map(Blame::shape)
        .filter(s -> votes.get(key(s, code)) == most)
        .findFirst()
        .orElseThrow();
  }

  private static List<Long> key(Shape shape, Code code) {
    return code == Code.CONCAT_MISMATCH && shape.rank() > 1
        ? shape.dims().subList(1, shape.rank())
        : shape.dims();
  }

  private static boolean alike(Shape a, Shape b, Code code) {
    return a.rank() == b.rank() && key(a, code).equals(key(b, code));
  }

  private static Causes.Aspect difference(Shape a, Shape b) {
    if (a.rank() != b.rank()) {
      return Causes.Aspect.RANK;
    }
    return a.sameSize(b) ? Causes.Aspect.CHANNELS : Causes.Aspect.SIZE;
  }

  /** Whether one is a gate of [C, 1, 1] with other channels than what it should scale. */
  private static boolean gates(Shape a, Shape b) {
    boolean gate = a.times().endsWith("x1x1") || b.times().endsWith("x1x1");
    return gate && a.isMap() && b.isMap() && a.channels() != b.channels();
  }

  private static Shape shape(Part part) {
    return ((Wire.Known) part.wire()).shape();
  }

  /** A residual whose body and shortcut give different shapes. */
  Diagnostic residual(Step.ResidualStep step, StepContext context, Wire body, Wire shortcut) {
    Wire.Known inside = (Wire.Known) body;
    Wire.Known around = (Wire.Known) shortcut;
    boolean identity = step.shortcut() instanceof Step.Shortcut.IdentityShortcut;
    List<Label> related = new ArrayList<>();
    if (!step.shortcut().span().equals(step.span())) {
      related.add(new Label(step.shortcut().span(), "gives " + around.shape().times()));
    }
    Causes.Aspect aspect = difference(inside.shape(), around.shape());
    add(related, causes.apart(inside, around, aspect));
    add(related, causes.apart(around, inside, aspect));
    return Diagnostic.of(
            Code.RESIDUAL_MISMATCH,
            step.span(),
            "the body gives "
                + inside.shape().times()
                + " and the shortcut "
                + around.shape().times()
                + ", which cannot be added")
        .labelled("body: " + inside.shape().times())
        .related(related)
        .notes(context.origin().notes())
        .help(
            identity
                ? "`shortcut: projection` brings what arrives to the body's shape"
                : "make the body and the shortcut end in one shape")
        .proposing(mendingResidual(step, inside, around, aspect));
  }

  /**
   * A changed size in the body is more often a wrong padding than a missing projection; other
   * channels are a missing projection.
   */
  private List<Proposal> mendingResidual(
      Step.ResidualStep step, Wire.Known body, Wire.Known shortcut, Causes.Aspect aspect) {
    List<Proposal> projection = proposals.projection(step);
    List<Proposal> mending = mending(body, shortcut, aspect);
    boolean halves =
        body.shape().isMap() && body.shape().height() * 2 <= shortcut.shape().height() + 1;
    return aspect == Causes.Aspect.SIZE && !halves
        ? Proposals.both(mending, projection)
        : Proposals.both(projection, mending);
  }

  /** A shortcut that no stride and no channels can bring to the body's shape. */
  Diagnostic shortcut(Diagnostic cannot, Wire.Known body, Wire.Known around) {
    Causes.Aspect aspect = difference(body.shape(), around.shape());
    List<Label> related = new ArrayList<>(causes.apart(body, around, aspect));
    add(related, causes.apart(around, body, aspect));
    return cannot.related(related).proposing(mending(body, around, aspect));
  }

  /** A dense layer that changes height or width. */
  Diagnostic denseLayer(Wire.Known in, Wire.Known out, Origin layer) {
    List<Label> related = new ArrayList<>();
    add(related, causes.apart(out, in, difference(out.shape(), in.shape())));
    return Diagnostic.of(
            Code.CONCAT_MISMATCH,
            layer.span(),
            "a dense layer keeps height and width, and this one turns "
                + in.shape().times()
                + " into "
                + out.shape().times())
        .related(related)
        .notes(layer.notes())
        .help("a 3x3 conv keeps them with `padding: 1`")
        .proposing(proposals.forSize(out, in.shape()));
  }

  Diagnostic expectation(Wire.Known result, Shape expected, Span span, Origin origin) {
    List<Label> related = new ArrayList<>();
    Causes.Aspect aspect = difference(result.shape(), expected);
    add(related, causes.before(result, aspect));
    if (aspect == Causes.Aspect.SIZE) {
      add(related, causes.start(result).stream().toList());
    }
    List<Proposal> mending =
        switch (aspect) {
          case SIZE -> proposals.forSize(result, expected);
          case CHANNELS -> proposals.forChannels(result, expected.channels());
          case RANK -> List.of();
        };
    return Diagnostic.of(
            Code.EXPECTATION_FAILED,
            span,
            "the output here is " + result.shape() + ", and " + expected + " is expected")
        .related(related)
        .notes(origin.notes())
        .proposing(Proposals.both(mending, List.of(Proposals.expectation(span, result.shape()))));
  }
}
