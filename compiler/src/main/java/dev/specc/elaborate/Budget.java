package dev.specc.elaborate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.expression.Work;
import dev.specc.source.Span;

/**
 * What one compilation may cost. All variants of a spec share it, so that neither many of them nor
 * large ones can hang a machine or fill a small heap.
 */
public final class Budget implements Work {
  /** The graphs of a spec have at most this many nodes together. */
  private static final int MAX_NODES = 150_000;

  /** All nodes together have at most this many inputs: those of `dense` grow with its square. */
  private static final int MAX_EDGES = 4_000_000;

  /** Steps that elaboration looks at, with or without a node. */
  private static final int MAX_STEPS = 500_000;

  /** Parts of expressions, and items of the lists that these take. */
  private static final long MAX_VALUES = 10_000_000;

  /** The paths of all nodes together, in characters. */
  private static final long MAX_PATHS = 50_000_000;

  private int nodes;
  private int edges;
  private int steps;
  private long values;
  private long paths;
  private boolean spent;

  /** Whether there is nothing left of it: another variant would end where it starts. */
  public boolean isSpent() {
    return spent;
  }

  /** How many steps were looked at: a measure of the time that it took. */
  public int steps() {
    return steps;
  }

  void step(Span span) {
    if (++steps > MAX_STEPS) {
      throw spent(span, "the spec expands to more than %,d steps".formatted(MAX_STEPS));
    }
  }

  void node(Span span, String path) {
    if (++nodes > MAX_NODES) {
      throw spent(span, "the spec expands to more than %,d layers".formatted(MAX_NODES));
    }
    paths += path.length();
    if (paths > MAX_PATHS) {
      throw spent(span, "the paths of the layers have more than %,d letters".formatted(MAX_PATHS));
    }
  }

  /** Counts the inputs of a node before they are looked at. */
  void connect(Span span, int inputs) {
    edges += inputs;
    if (edges > MAX_EDGES) {
      throw spent(span, "the spec expands to more than %,d connections".formatted(MAX_EDGES));
    }
  }

  @Override
  public void spend(long amount, Span span) {
    values += amount;
    if (values > MAX_VALUES) {
      throw spent(
          span, "the expressions of the spec compute more than %,d values".formatted(MAX_VALUES));
    }
  }

  private LimitReached spent(Span span, String message) {
    spent = true;
    return new LimitReached(
        Diagnostic.of(Code.TOO_MANY_NODES, span, message)
            .help("lower a `times` or `layers`, or the number of nested calls or of variants"));
  }
}
