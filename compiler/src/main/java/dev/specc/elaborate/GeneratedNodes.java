package dev.specc.elaborate;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.op.Inference;
import dev.specc.op.Join;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import java.util.List;
import java.util.function.Function;

/** Adds the nodes that no step stands for: those that combinators make. */
final class GeneratedNodes {
  private final GraphBuilder builder;
  private final PrimitiveOps ops;

  GeneratedNodes(GraphBuilder builder, PrimitiveOps ops) {
    this.builder = builder;
    this.ops = ops;
  }

  /**
   * The join that gives a combinator's result. It has the combinator's label, or else a generated
   * name in its level.
   *
   * @param explain turns a failure into a diagnostic
   */
  Wire result(
      StepContext context,
      Level level,
      Join op,
      List<Wire> inputs,
      Function<Inference.Failure, Diagnostic> explain) {
    boolean labelled = context.modifiers().label() != null;
    String path = labelled ? level.path() : Level.join(level.path(), op.name());
    return builder.add(
        op, inputs, generated(path), context.body().training(), context.origin(), null, explain);
  }

  /** A node on the way to a combinator's result, with a generated name in its level. */
  Wire inside(StepContext context, Level level, String name, Op op, List<Wire> inputs) {
    return ops.add(
        context, op, inputs, generated(Level.join(level.path(), name)), noOptions(context));
  }

  private static Place generated(String path) {
    return new Place(path, path, true, false);
  }

  /** An op at a place that its combinator gives it. */
  Wire at(StepContext context, Place place, Op op, Wire input) {
    return ops.add(context, op, List.of(input), place, noOptions(context));
  }

  /** A batch norm with PyTorch's defaults. */
  Wire batchNormAt(StepContext context, Place place, Wire input) {
    return at(context, place, new Normalisation.BatchNorm(1e-5, 0.1, true), input);
  }

  /** What stands for the options of an op that nobody wrote. */
  static OptionSource noOptions(StepContext context) {
    return new OptionSource(context.step().span(), List.of(), context.body().environment());
  }
}
