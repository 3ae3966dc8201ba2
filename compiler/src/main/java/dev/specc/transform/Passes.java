package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.schedule.Recompute;
import dev.specc.verify.Verifier;
import java.util.ArrayList;
import java.util.List;

/** The passes for each purpose, in their order; each graph is verified before the next. */
public final class Passes {
  private Passes() {}

  /** What simplifies comes first: a batch norm behind an identity folds when that is gone. */
  public static List<Pass> of(Purpose purpose, Selection selection) {
    List<Pass> passes = new ArrayList<>();
    if (selection == Selection.NONE) {
      return passes;
    }
    passes.add(new ConstantFolding());
    passes.add(new PassThroughRemoval(purpose));
    passes.add(new DeadValueElimination(purpose));
    passes.add(new ConcatChaining());
    if (purpose == Purpose.INFERENCE) {
      passes.add(new BatchNormFolding());
    }
    if (purpose == Purpose.INFERENCE && selection == Selection.ALL) {
      passes.add(new BranchMerging());
      passes.add(new ActivationHoisting());
    }
    return passes;
  }

  /**
   * The graph that the script engine trains instead, and the estimate plays through: concats are
   * chained, but where a stage makes its own.
   */
  public static Graph trained(Graph graph, Recompute recompute) {
    return switch (recompute) {
      case NONE -> new ConcatChaining().apply(graph).graph();
      case DENSE -> graph;
    };
  }

  /** A graph after the passes of a selection. */
  public static Transformed run(Graph graph, Purpose purpose, Selection selection) {
    return run(graph, purpose, of(purpose, selection));
  }

  /**
   * A graph after some passes, one after the other, verified after each.
   *
   * @throws dev.specc.verify.InconsistentGraphException where a pass made a graph that contradicts
   *     itself: a mistake of specc
   */
  static Transformed run(Graph graph, Purpose purpose, List<Pass> passes) {
    Counts before = Counts.of(graph, purpose);
    Graph current = graph;
    Counts counts = before;
    Derivation weights = Derivation.NONE;
    List<Transformed.Step> steps = new ArrayList<>();
    for (Pass pass : passes) {
      Rewrite rewrite = pass.apply(current);
      Verifier.require(rewrite.graph(), graph.name() + " after " + pass.name());
      weights = weights.then(rewrite.weights(), rewrite.graph());
      current = rewrite.graph();
      Counts after = Counts.of(current, purpose);
      steps.add(new Transformed.Step(pass.name(), rewrite.changes(), counts, after));
      counts = after;
    }
    return new Transformed(current, weights, before, steps);
  }
}
