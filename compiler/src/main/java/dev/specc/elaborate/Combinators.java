package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.decode.Step.Count;
import dev.specc.decode.Step.JoinKind;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.graph.Frame;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.Join;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Elaborates the steps that hold other steps, or join others' results. */
final class Combinators {
  private static final long MAX_TIMES = 1_000_000;
  private static final Pair ONE = Pair.both(1);

  private final BodyElaborator bodies;
  private final GraphBuilder builder;
  private final Diagnostics diagnostics;
  private final Blame blame;
  private final Shortcuts shortcuts;

  Combinators(BodyElaborator bodies, GraphBuilder builder, Diagnostics diagnostics, Blame blame) {
    this.bodies = bodies;
    this.builder = builder;
    this.diagnostics = diagnostics;
    this.blame = blame;
    this.shortcuts = new Shortcuts(bodies, this, builder, diagnostics, blame);
  }

  /** A part of a join, for the words of a mismatch. */
  record Part(String name, Span span, Wire wire) {}

  Wire branches(StepContext context, Step.BranchesStep step) {
    Level level = bodies.naming().levelOf(context);
    List<Part> parts = new ArrayList<>();
    for (Step.Branch branch : step.branches()) {
      level.takePlace();
      level.claim(branch.name(), branch.span()).ifPresent(first -> duplicate(branch, first));
      Body inner = context.body().inner(level.child(branch.name()));
      Wire result = bodies.steps(branch.body(), context.input(), inner);
      parts.add(new Part(branch.name(), branch.span(), result));
    }
    return step.join() == null ? Wire.unknown() : joined(context, level, step.join(), parts);
  }

  private void duplicate(Step.Branch branch, Span first) {
    diagnostics.add(
        Diagnostic.of(
                Code.DUPLICATE_LABEL,
                branch.span(),
                "the name `" + branch.name() + "` is used twice in one level")
            .related(first, "the first use")
            .help("put `as: NAME` beside `branches`, so that they have a level of their own"));
  }

  Wire join(StepContext context, Step.JoinStep step, List<Wire> inputs) {
    Level level = bodies.naming().levelOf(context);
    if (inputs.size() < 2) {
      diagnostics.add(
          Diagnostic.of(
                  Code.WRONG_ARITY,
                  step.span(),
                  opOf(step.join()).name() + " joins two or more, and here is one")
              .help("name what to join: `" + opOf(step.join()).name() + ": [a, b]`"));
      return Wire.unknown();
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      var refs = step.labels().isEmpty() ? step.modifiers().from() : step.labels();
      String name = refs.get(i).label().fill(context.evaluator()).orElse("?");
      parts.add(new Part(name, refs.get(i).span(), inputs.get(i)));
    }
    return joined(context, level, step.join(), parts);
  }

  private Wire joined(StepContext context, Level level, JoinKind kind, List<Part> parts) {
    if (parts.size() == 1) {
      return parts.getFirst().wire();
    }
    Op op = opOf(kind);
    return builder.add(
        op,
        parts.stream().map(Part::wire).toList(),
        generated(context, level, op.name()),
        context.body().training(),
        context.origin(),
        null,
        failure -> blame.join(parts, failure, context));
  }

  private static Op opOf(JoinKind kind) {
    return switch (kind) {
      case CONCAT -> new Join.Concat();
      case ADD -> new Join.Add();
      case MULTIPLY -> new Join.Multiply();
    };
  }

  /** The place of a node that a combinator makes: its label, or a generated name in its level. */
  Place generated(StepContext context, Level level, String name) {
    boolean labelled = context.modifiers().label() != null;
    String path = labelled ? level.path() : Level.join(level.path(), name);
    return new Place(path, path, true, false);
  }

  /** A node that a combinator makes. */
  Wire generate(StepContext context, Level level, String name, Op op, List<Wire> inputs) {
    String path = Level.join(level.path(), name);
    Place place = new Place(path, path, true, false);
    return bodies.ops().add(context, op, inputs, place, noOptions(context));
  }

  /** An op that a combinator needs, and that cannot run on these shapes. */
  Wire refuse(Op op, List<Shape> inputs, Diagnostic diagnostic) {
    return builder.refuse(op, inputs, diagnostic);
  }

  OptionSource noOptions(StepContext context) {
    return new OptionSource(context.step().span(), List.of(), context.body().environment());
  }

  Wire residual(StepContext context, Step.ResidualStep step) {
    Level level = bodies.naming().levelOf(context);
    Body inner = context.body().inner(level);
    Wire body = bodies.steps(step.body(), context.input(), inner);
    Wire scaled = scaled(context, step.scale(), level, body);
    Wire shortcut = shortcuts.elaborate(context, step, level, scaled);
    return builder.add(
        new Join.Add(),
        List.of(scaled, shortcut),
        generated(context, level, "add"),
        context.body().training(),
        context.origin(),
        null,
        failure -> blame.residual(step, context, scaled, shortcut));
  }

  private Wire scaled(StepContext context, @Nullable Expr scale, Level level, Wire body) {
    if (scale == null) {
      return body;
    }
    OptionalDouble factor = context.numbers().real(scale, "`scale`", -1e30, 1e30);
    if (factor.isEmpty()) {
      return Wire.unknown();
    }
    return factor.getAsDouble() == 1.0
        ? body
        : generate(context, level, "scale", new Affine(factor.getAsDouble(), 0.0), List.of(body));
  }

  Wire sequence(StepContext context, Step.SequenceStep step) {
    Body inner = context.body().inner(bodies.naming().levelOf(context));
    return bodies.steps(step.body(), context.input(), inner);
  }

  Wire repeat(StepContext context, Step.RepeatStep step) {
    Level level = bodies.naming().levelOf(context);
    return switch (step.count()) {
      case Count.Times times -> {
        OptionalLong count = context.numbers().whole(times.times(), "`times`", 0, MAX_TIMES);
        yield count.isEmpty()
            ? unknownLoop(context, step, null)
            : loop(context, step, level, Math.toIntExact(count.getAsLong()), List.of());
      }
      case Count.Over over ->
          switch (context.numbers().value(over.list())) {
            case Value.Items items ->
                loop(context, step, level, items.values().size(), items.values());
            case Value.Unknown u -> unknownLoop(context, step, over.item());
            case Value other -> {
              context.numbers().wrongType(over.list(), "`over` is a list", other);
              yield unknownLoop(context, step, over.item());
            }
          };
    };
  }

  /** Looks once at a body whose count is unknown, so that its own mistakes are found. */
  private Wire unknownLoop(StepContext context, Step.RepeatStep step, Count.@Nullable Item item) {
    Environment bound = new Environment(context.body().environment());
    bound.bind(step.index().name(), counter(step, Value.unknown()));
    if (item != null) {
      bound.bind(item.name(), new Environment.Binding(Value.unknown(), item.span(), null, null));
    }
    Frame frame = new Frame("repeat", "", step.span(), context.body().frame());
    Body once = context.body().iteration(Level.root(), bound, frame);
    bodies.steps(step.body(), Wire.unknown(), once);
    return Wire.unknown();
  }

  private static Environment.Binding counter(Step.RepeatStep step, Value value) {
    Span span = step.index().span() == null ? step.span() : step.index().span();
    return new Environment.Binding(value, span, null, null);
  }

  private Wire loop(
      StepContext context, Step.RepeatStep step, Level level, int times, List<Value> items) {
    boolean labelled = context.modifiers().label() != null;
    Wire wire = context.input();
    for (int i = 0; i < times; i++) {
      builder.tick(step.span());
      Environment bound = new Environment(context.body().environment());
      bound.bind(step.index().name(), counter(step, Value.of(i)));
      if (step.count() instanceof Count.Over over && over.item() != null) {
        bindItem(context, bound, over, i, items.get(i));
      }
      Level inner = labelled ? level.child(Integer.toString(i)) : level;
      Body body = context.body().iteration(inner, bound, iteration(context, step, "repeat", i));
      wire = bodies.steps(step.body(), wire, body);
    }
    return wire;
  }

  private static void bindItem(
      StepContext context, Environment bound, Count.Over over, int i, Value item) {
    Count.Item name = over.item();
    boolean written = over.list() instanceof Expr.ListOf;
    Expr expr = written ? ((Expr.ListOf) over.list()).items().get(i) : over.list();
    bound.bind(
        name.name(),
        new Environment.Binding(item, expr.span(), expr, context.body().environment()));
  }

  private static Frame iteration(StepContext context, Step step, String what, int i) {
    return new Frame(
        "iteration " + (i + 1) + " of the " + what, "", step.span(), context.body().frame());
  }

  /** Layer l gets the concat of the input and the results of layers 0 to l - 1. */
  Wire dense(StepContext context, Step.DenseStep step) {
    Level level = bodies.naming().levelOf(context);
    OptionalLong layers = context.numbers().whole(step.layers(), "`layers`", 0, MAX_TIMES);
    List<Wire> results = new ArrayList<>(List.of(context.input()));
    long count = layers.orElse(1);
    for (int l = 0; l < count; l++) {
      builder.tick(step.span());
      Wire input =
          results.size() == 1
              ? results.getFirst()
              : generate(context, level, "concat", new Join.Concat(), List.copyOf(results));
      results.add(layer(context, step, level, l, input, layers.isPresent()));
    }
    if (layers.isEmpty() || results.size() == 1) {
      return layers.isEmpty() ? Wire.unknown() : results.getFirst();
    }
    return builder.add(
        new Join.Concat(),
        results,
        generated(context, level, "concat"),
        context.body().training(),
        context.origin(),
        null,
        failure ->
            blame.op(new Join.Concat(), results, failure, context.origin(), noOptions(context)));
  }

  /** One layer, which must keep height and width so that it can be concatenated. */
  private Wire layer(
      StepContext context, Step.DenseStep step, Level level, int l, Wire input, boolean counted) {
    Environment bound = new Environment(context.body().environment());
    Span span = step.index().span() == null ? step.span() : step.index().span();
    Value number = counted ? Value.of(l) : Value.unknown();
    bound.bind(step.index().name(), new Environment.Binding(number, span, null, null));
    Frame frame =
        new Frame(
            "layer " + (l + 1) + " of the dense block", "", step.span(), context.body().frame());
    Wire result = bodies.steps(step.body(), input, context.body().iteration(level, bound, frame));
    if (result instanceof Wire.Known out
        && input instanceof Wire.Known in
        && (out.shape().rank() != in.shape().rank() || !out.shape().sameSize(in.shape()))) {
      List<Shape> joined = List.of(in.shape(), out.shape());
      return builder.refuse(new Join.Concat(), joined, blame.denseLayer(step, in, out, frame));
    }
    return result;
  }

  /** Batch norm, relu, 1x1 convolution, 2x2 average pooling, at a level of its own. */
  Wire transition(StepContext context, Step.TransitionStep step) {
    OptionalDouble compression =
        step.compression() == null
            ? OptionalDouble.of(0.5)
            : context.numbers().real(step.compression(), "`compression`", 0, 1);
    Place place = bodies.naming().placeOf(context, bodies.naming().name(context));
    if (compression.isEmpty() || !(context.input() instanceof Wire.Known known)) {
      return Wire.unknown();
    }
    List<Shape> arrives = List.of(known.shape());
    Window point = Window.of(ONE, ONE, Padding.none(), ONE);
    Window half = Window.of(Pair.both(2), Pair.both(2), Padding.none(), ONE);
    if (!known.shape().isMap()) {
      Diagnostic noMap = transitionOfNoMap(context, known.shape());
      return builder.refuse(new Pool.AvgPool(half, true), arrives, noMap);
    }
    long out = (long) Math.floor(known.shape().channels() * compression.getAsDouble());
    if (out < 1) {
      Diagnostic none =
          Diagnostic.of(
              Code.EMPTY_RESULT,
              step.compression() == null ? step.span() : step.compression().span(),
              "compression leaves none of the " + known.shape().channels() + " channels");
      return builder.refuse(new Conv(out, point, 1, false), arrives, none);
    }
    Wire norm = part(context, place, "norm", batchNorm(), known);
    Wire relu = part(context, place, "relu", new Activation.Relu(), norm);
    Wire conv = part(context, place, "conv", new Conv(out, point, 1, false), relu);
    return part(context, place, "pool", new Pool.AvgPool(half, true), conv);
  }

  private static Diagnostic transitionOfNoMap(StepContext context, Shape arrives) {
    return Diagnostic.of(
            Code.WRONG_RANK,
            context.step().span(),
            "transition takes a feature map [C, H, W], and " + arrives + " arrives")
        .notes(context.origin().notes())
        .help("move it before `flatten`");
  }

  private Wire part(StepContext context, Place place, String name, Op op, Wire input) {
    return bodies
        .ops()
        .add(context, op, List.of(input), Naming.below(place, name), noOptions(context));
  }

  static Normalisation.BatchNorm batchNorm() {
    return new Normalisation.BatchNorm(1e-5, 0.1, true);
  }
}
