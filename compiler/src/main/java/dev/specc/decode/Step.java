package dev.specc.decode;

import dev.specc.expression.Expr;
import dev.specc.op.OpName;
import dev.specc.source.Span;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One step of a body, still unexpanded. {@code span} is the op key, or the bare word. */
public sealed interface Step {
  Span span();

  Modifiers modifiers();

  /** The steps directly inside this one. */
  default Stream<Step> inner() {
    return switch (this) {
      case BranchesStep s -> s.branches.stream().flatMap(b -> b.body.stream());
      case ResidualStep s ->
          s.shortcut instanceof Shortcut.StepsShortcut steps
              ? Stream.concat(s.body.stream(), steps.steps.stream())
              : s.body.stream();
      case DenseStep s -> s.body.stream();
      case RepeatStep s -> s.body.stream();
      case SequenceStep s -> s.body.stream();
      case OpStep s -> Stream.of();
      case CallStep s -> Stream.of();
      case UseStep s -> Stream.of();
      case JoinStep s -> Stream.of();
      case TransitionStep s -> Stream.of();
      case InvalidStep s -> Stream.of();
    };
  }

  /**
   * A primitive op.
   *
   * @param complete false where an option was rejected: its absence is then no mistake of its own
   */
  record OpStep(Span span, Modifiers modifiers, OpName op, Arguments options) implements Step {}

  /** A call of a user's block by its name. */
  record CallStep(Span span, Modifiers modifiers, String block, Arguments arguments)
      implements Step {}

  /** A call of the block that a param names. */
  record UseStep(Span span, Modifiers modifiers, Expr block, Arguments arguments) implements Step {}

  /**
   * Every branch gets the same input; the results are joined.
   *
   * @param join null where it was rejected
   * @param joinSpan where it is written; null where it is the default
   */
  record BranchesStep(
      Span span,
      Modifiers modifiers,
      List<Branch> branches,
      @Nullable JoinKind join,
      @Nullable Span joinSpan)
      implements Step {
    public BranchesStep {
      branches = List.copyOf(branches);
    }
  }

  /** A branch: its name is a level of the paths. */
  record Branch(String name, Span span, List<Step> body) {
    public Branch {
      body = List.copyOf(body);
    }
  }

  /** How the results of branches become one. */
  enum JoinKind {
    CONCAT,
    ADD,
    MULTIPLY
  }

  /**
   * shortcut(x) + scale * body(x).
   *
   * @param end the span of the body
   * @param scale null for 1
   */
  record ResidualStep(
      Span span,
      Modifiers modifiers,
      List<Step> body,
      Span end,
      Shortcut shortcut,
      @Nullable Expr scale)
      implements Step {
    public ResidualStep {
      body = List.copyOf(body);
    }
  }

  /** The other way around a residual's body. */
  sealed interface Shortcut {
    Span span();

    record IdentityShortcut(Span span) implements Shortcut {}

    /** A 1x1 convolution and a batch norm that give the body's shape. */
    record ProjectionShortcut(Span span) implements Shortcut {}

    /** Zeros for the channels that are missing: option A of He et al. 2016. */
    record PadShortcut(Span span) implements Shortcut {}

    record StepsShortcut(Span span, List<Step> steps) implements Shortcut {
      public StepsShortcut {
        steps = List.copyOf(steps);
      }
    }
  }

  /** Layers of which each gets the concat of the input and all earlier results. */
  record DenseStep(Span span, Modifiers modifiers, List<Step> body, Expr layers, Index index)
      implements Step {
    public DenseStep {
      body = List.copyOf(body);
    }
  }

  /** The name of a loop's counter, and where it is written; null where it is the default. */
  record Index(String name, @Nullable Span span) {}

  record RepeatStep(Span span, Modifiers modifiers, List<Step> body, Count count, Index index)
      implements Step {
    public RepeatStep {
      body = List.copyOf(body);
    }
  }

  /** How often a repeat runs. */
  sealed interface Count {
    record Times(Expr times) implements Count {}

    /**
     * @param item the name of the item; null where it is not named
     */
    record Over(Expr list, @Nullable Item item) implements Count {}

    record Item(String name, Span span) {}
  }

  /** Groups steps under one label. */
  record SequenceStep(Span span, Modifiers modifiers, List<Step> body) implements Step {
    public SequenceStep {
      body = List.copyOf(body);
    }
  }

  /** A join of labelled steps. */
  record JoinStep(Span span, Modifiers modifiers, JoinKind join, List<LabelRef> labels)
      implements Step {
    public JoinStep {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Batch norm, relu, a 1x1 convolution to compression times the channels, and 2x2 average pooling
   * (Huang et al. 2017, section 3).
   *
   * @param compression null for 0.5
   */
  record TransitionStep(Span span, Modifiers modifiers, @Nullable Expr compression)
      implements Step {}

  /** Something wrong, already reported: its result is unknown. */
  record InvalidStep(Span span, Modifiers modifiers) implements Step {}
}
