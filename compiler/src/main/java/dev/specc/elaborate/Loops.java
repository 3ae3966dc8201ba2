package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.decode.Step.Count;
import dev.specc.elaborate.Environment.Binding;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.graph.Frame;
import dev.specc.graph.Origin;
import dev.specc.op.Join;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Elaborates the steps that expand their body several times, with a counter. */
final class Loops {
  private static final long MAX_TIMES = 1_000_000;

  private final BodyElaborator bodies;
  private final GraphBuilder builder;
  private final GeneratedNodes nodes;
  private final Blame blame;

  Loops(BodyElaborator bodies, GraphBuilder builder, GeneratedNodes nodes, Blame blame) {
    this.bodies = bodies;
    this.builder = builder;
    this.nodes = nodes;
    this.blame = blame;
  }

  Wire repeat(StepContext context, Step.RepeatStep step) {
    Level level = bodies.naming().levelOf(context);
    return switch (step.count()) {
      case Count.Times times -> {
        OptionalLong count = context.numbers().whole(times.times(), "`times`", 0, MAX_TIMES);
        yield count.isEmpty()
            ? unknownRepeat(context, step, null)
            : repeat(context, step, level, Math.toIntExact(count.getAsLong()), List.of());
      }
      case Count.Over over ->
          switch (context.numbers().value(over.list())) {
            case Value.Items items ->
                repeat(context, step, level, items.values().size(), items.values());
            case Value.Unknown u -> unknownRepeat(context, step, over.item());
            case Value other -> {
              context.numbers().wrongType(over.list(), "`over` is a list", other);
              yield unknownRepeat(context, step, over.item());
            }
          };
    };
  }

  /** Looks once at a body whose count is unknown, so that its own mistakes are found. */
  private Wire unknownRepeat(StepContext context, Step.RepeatStep step, Count.@Nullable Item item) {
    Body once = iteration(context, Level.root(), step.index(), Value.unknown(), "repeat");
    if (item != null) {
      once.environment().bind(item.name(), new Binding(Value.unknown(), item.span(), null, null));
    }
    bodies.steps(step.body(), Wire.unknown(), once);
    return Wire.unknown();
  }

  private Wire repeat(
      StepContext context, Step.RepeatStep step, Level level, int times, List<Value> items) {
    boolean labelled = context.modifiers().label() != null;
    Wire wire = context.input();
    for (int i = 0; i < times; i++) {
      builder.tick(step.span());
      Level inner = labelled ? level.child(Integer.toString(i)) : level;
      String what = "iteration " + (i + 1) + " of the repeat";
      Body body = iteration(context, inner, step.index(), Value.of(i), what);
      if (step.count() instanceof Count.Over over && over.item() != null) {
        bindItem(context, body, over, i, items.get(i));
      }
      wire = bodies.steps(step.body(), wire, body);
    }
    return wire;
  }

  private static void bindItem(StepContext context, Body body, Count.Over over, int i, Value item) {
    Expr expr = over.list() instanceof Expr.ListOf list ? list.items().get(i) : over.list();
    body.environment()
        .bind(
            over.item().name(), new Binding(item, expr.span(), expr, context.body().environment()));
  }

  /** Layer l gets the concat of the input and the results of layers 0 to l - 1. */
  Wire dense(StepContext context, Step.DenseStep step) {
    Level level = bodies.naming().levelOf(context);
    OptionalLong layers = context.numbers().whole(step.layers(), "`layers`", 0, MAX_TIMES);
    Join concat = new Join.Concat();
    List<Wire> results = new ArrayList<>(List.of(context.input()));
    long times = layers.orElse(1); // a count that is unknown: the layer's own mistakes are found
    for (int l = 0; l < times; l++) {
      builder.tick(step.span());
      Wire input =
          results.size() == 1
              ? results.getFirst()
              : nodes.inside(context, level, concat.name(), concat, List.copyOf(results));
      Value counter = layers.isPresent() ? Value.of(l) : Value.unknown();
      String what = "layer " + (l + 1) + " of the dense block";
      results.add(layer(step, input, iteration(context, level, step.index(), counter, what)));
    }
    if (layers.isEmpty()) {
      return Wire.unknown();
    }
    return results.size() == 1
        ? results.getFirst()
        : nodes.result(
            context,
            level,
            concat,
            results,
            failure ->
                blame.op(
                    concat, results, failure, context.origin(), GeneratedNodes.noOptions(context)));
  }

  /** One layer, which must keep height and width so that it can be concatenated. */
  private Wire layer(Step.DenseStep step, Wire input, Body body) {
    Wire result = bodies.steps(step.body(), input, body);
    if (result instanceof Wire.Known out
        && input instanceof Wire.Known in
        && (out.shape().rank() != in.shape().rank() || !out.shape().sameSize(in.shape()))) {
      List<Shape> joined = List.of(in.shape(), out.shape());
      Origin origin = new Origin(step.span(), body.frame());
      return builder.refuse(new Join.Concat(), joined, blame.denseLayer(in, out, origin));
    }
    return result;
  }

  /**
   * The body of one time through a loop.
   *
   * @param what the iteration, as notes say it
   */
  private static Body iteration(
      StepContext context, Level level, Step.Index index, Value counter, String what) {
    Span step = context.step().span();
    Environment bound = new Environment(context.body().environment());
    Span named = index.span() == null ? step : index.span();
    bound.bind(index.name(), new Binding(counter, named, null, null));
    return context
        .body()
        .iteration(level, bound, new Frame(what, "", step, context.body().frame()));
  }
}
