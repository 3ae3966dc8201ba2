package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Proposal;
import dev.specc.elaborate.Causes.Aspect;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says which of several branches or labelled steps cannot be joined with the others, and why. */
final class JoinBlame {
  private static final String BROADCAST =
      "PyTorch would broadcast this sum; specc does not: `multiply` takes gates of [C, 1, 1]";

  /** A part of a join: a branch, or a label, and what it gives. */
  record Part(Span span, Wire wire) {
    /** Of a join that was refused, every wire is known. */
    private Wire.Known known() {
      return (Wire.Known) wire;
    }

    private Shape shape() {
      return known().shape();
    }
  }

  private final Causes causes;
  private final Proposals proposals;

  JoinBlame(Causes causes, Proposals proposals) {
    this.causes = causes;
    this.proposals = proposals;
  }

  /** Parts of known shapes that do not fit together. */
  Diagnostic mismatch(List<Part> parts, Code code, StepContext context) {
    Shape usual = usual(parts, code);
    Part odd =
        parts.stream().filter(p -> !alike(p, usual, code)).findFirst().orElse(parts.getLast());
    Part fine =
        parts.stream().filter(p -> alike(p, usual, code)).findFirst().orElse(parts.getFirst());
    Aspect aspect =
        isOtherGate(odd.shape(), usual, code)
            ? Aspect.CHANNELS
            : Aspect.between(odd.shape(), usual);
    List<Label> related = new ArrayList<>();
    related.add(new Label(fine.span(), fine.shape().times()));
    if (context.step() instanceof Step.BranchesStep branches && branches.joinSpan() != null) {
      related.add(new Label(branches.joinSpan(), "how they are joined"));
    }
    parts.stream()
        .filter(part -> part != odd && !alike(part, usual, code))
        .forEach(part -> related.add(new Label(part.span(), part.shape().times())));
    Causes.add(related, layers(odd.known(), fine.known(), aspect, parts.size() == 2));
    return Diagnostic.of(code, odd.span(), title(code, parts.size()))
        .labelled(odd.shape().times())
        .related(related)
        .notes(context.origin().notes())
        .help(help(odd, usual, code))
        .proposing(proposals.forEither(odd.known(), fine.known(), aspect))
        .proposing(otherJoin(odd.shape(), usual, context.step()));
  }

  /** The layers behind the odd part, and those behind the other where it may be the wrong one. */
  private List<Label> layers(Wire.Known odd, Wire.Known fine, Aspect aspect, boolean onlyTwo) {
    List<Label> layers = new ArrayList<>(causes.apart(odd, fine, aspect));
    if (aspect == Aspect.CHANNELS || onlyTwo || layers.isEmpty()) {
      Causes.add(layers, causes.apart(fine, odd, aspect));
    }
    return layers;
  }

  /** The shape that most parts agree on, the first of equals. */
  private static Shape usual(List<Part> parts, Code code) {
    Map<List<Long>, Integer> votes = new HashMap<>();
    for (Part part : parts) {
      votes.merge(joined(part.shape(), code), 1, Integer::sum);
    }
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return parts.stream()
        .map(Part::shape)
        .filter(shape -> votes.get(joined(shape, code)) == most)
        .findFirst()
        .orElseThrow();
  }

  private static boolean alike(Part part, Shape usual, Code code) {
    return part.shape().rank() == usual.rank()
        && joined(part.shape(), code).equals(joined(usual, code));
  }

  /** The dimensions that must be equal: channels may differ in a concat. */
  private static List<Long> joined(Shape shape, Code code) {
    return code == Code.CONCAT_MISMATCH && shape.rank() > 1
        ? shape.dims().subList(1, shape.rank())
        : shape.dims();
  }

  private static String title(Code code, int parts) {
    return switch (code) {
      case CONCAT_MISMATCH -> "concat joins branches of different sizes";
      case ADD_MISMATCH -> "add joins different shapes";
      case MULTIPLY_MISMATCH -> "multiply joins shapes that do not fit";
      default -> "the " + parts + " inputs do not fit together";
    };
  }

  private String help(Part part, Shape usual, Code code) {
    Shape odd = part.shape();
    if (odd.rank() != usual.rank()) {
      return "bring both to the same rank: `flatten` makes a vector of a feature map";
    }
    if (isOtherGate(odd, usual, code)) {
      return "a gate has as many channels as what it scales";
    }
    boolean sum = code == Code.ADD_MISMATCH;
    if (Aspect.between(odd, usual) == Aspect.CHANNELS) {
      return sum && odd.isMap() && (odd.height() == 1 || usual.height() == 1)
          ? BROADCAST
          : "give both the same number of channels, for example with a 1x1 conv";
    }
    return sum && (isPixel(odd) || isPixel(usual))
        ? BROADCAST
        : "use the same strides and size-keeping paddings on both ways"
            + proposals
                .blockWithoutPadding(part.known())
                .map(block -> "; `" + block + "` has no param for its padding")
                .orElse("");
  }

  /** A product in which one is a gate of [C, 1, 1], with other channels than what it scales. */
  private static boolean isOtherGate(Shape odd, Shape usual, Code code) {
    return code == Code.MULTIPLY_MISMATCH
        && (isPixel(odd) || isPixel(usual))
        && odd.isMap()
        && usual.isMap()
        && odd.channels() != usual.channels();
  }

  private static boolean isPixel(Shape shape) {
    return shape.times().endsWith("x1x1");
  }

  private List<Proposal> otherJoin(Shape odd, Shape usual, Step step) {
    if (isGate(odd, usual) || isGate(usual, odd)) {
      return StepProposals.join(step, Step.JoinKind.MULTIPLY, "scales with a gate");
    }
    return odd.rank() == usual.rank() && odd.sameSize(usual)
        ? StepProposals.join(step, Step.JoinKind.CONCAT, "takes parts of different channels")
        : List.of();
  }

  private static boolean isGate(Shape gate, Shape map) {
    return gate.isMap() && map.isMap() && gate.equals(Shape.of(map.channels(), 1, 1));
  }
}
