package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.decode.Step.JoinKind;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.elaborate.JoinBlame.Part;
import dev.specc.expression.Expr;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.Join;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Elaborates the steps that hold other steps, or join others' results. */
final class Combinators {
  private static final Pair ONE = Pair.both(1);

  private final BodyElaborator bodies;
  private final GraphBuilder builder;
  private final GeneratedNodes nodes;
  private final Diagnostics diagnostics;
  private final Blame blame;
  private final JoinBlame joinBlame;
  private final Shortcuts shortcuts;

  Combinators(
      BodyElaborator bodies,
      GraphBuilder builder,
      GeneratedNodes nodes,
      Diagnostics diagnostics,
      Blame blame,
      JoinBlame joinBlame) {
    this.bodies = bodies;
    this.builder = builder;
    this.nodes = nodes;
    this.diagnostics = diagnostics;
    this.blame = blame;
    this.joinBlame = joinBlame;
    this.shortcuts = new Shortcuts(bodies, builder, nodes, diagnostics, blame);
  }

  Wire branches(StepContext context, Step.BranchesStep step) {
    Level level = bodies.naming().levelOf(context);
    List<Part> parts = new ArrayList<>();
    for (Step.Branch branch : step.branches()) {
      level.takePlace();
      level.claim(branch.name(), branch.span()).ifPresent(first -> duplicate(branch, first));
      Body inner = context.body().inner(level.child(branch.name()));
      Wire result = bodies.steps(branch.body(), context.input(), inner);
      parts.add(new Part(branch.span(), result));
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
      parts.add(new Part(refs.get(i).span(), inputs.get(i)));
    }
    return joined(context, level, step.join(), parts);
  }

  private Wire joined(StepContext context, Level level, JoinKind kind, List<Part> parts) {
    if (parts.size() == 1) {
      return parts.getFirst().wire();
    }
    return nodes.result(
        context,
        level,
        opOf(kind),
        parts.stream().map(Part::wire).toList(),
        failure -> joinBlame.mismatch(parts, failure.code(), context));
  }

  private static Join opOf(JoinKind kind) {
    return switch (kind) {
      case CONCAT -> new Join.Concat();
      case ADD -> new Join.Add();
      case MULTIPLY -> new Join.Multiply();
    };
  }

  Wire residual(StepContext context, Step.ResidualStep step) {
    Level level = bodies.naming().levelOf(context);
    Body inner = context.body().inner(level);
    Wire body = bodies.steps(step.body(), context.input(), inner);
    Wire scaled = scaled(context, step.scale(), level, body);
    Wire shortcut = shortcuts.elaborate(context, step, level, scaled);
    return nodes.result(
        context,
        level,
        new Join.Add(),
        List.of(scaled, shortcut),
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
    double times = factor.getAsDouble();
    return times == 1.0
        ? body
        : nodes.inside(context, level, "scale", new Affine(times, 0.0), List.of(body));
  }

  Wire sequence(StepContext context, Step.SequenceStep step) {
    Body inner = context.body().inner(bodies.naming().levelOf(context));
    return bodies.steps(step.body(), context.input(), inner);
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
    Window half = Window.of(Pair.both(2), Pair.both(2), Padding.none(), ONE);
    if (!known.shape().isMap()) {
      Diagnostic noMap = transitionOfNoMap(context, known.shape());
      return builder.refuse(new Pool.AvgPool(half, true), arrives, noMap);
    }
    long out = (long) Math.floor(known.shape().channels() * compression.getAsDouble());
    Conv conv = new Conv(out, Window.pointwise(ONE), 1, false);
    if (out < 1) {
      Diagnostic none =
          Diagnostic.of(
              Code.EMPTY_RESULT,
              step.compression() == null ? step.span() : step.compression().span(),
              "compression leaves none of the " + known.shape().channels() + " channels");
      return builder.refuse(conv, arrives, none);
    }
    Wire norm = nodes.batchNormAt(context, Naming.below(place, "norm"), known);
    Wire relu = nodes.at(context, Naming.below(place, "relu"), new Activation.Relu(), norm);
    Wire thin = nodes.at(context, Naming.below(place, "conv"), conv, relu);
    return nodes.at(context, Naming.below(place, "pool"), new Pool.AvgPool(half, true), thin);
  }

  private static Diagnostic transitionOfNoMap(StepContext context, Shape arrives) {
    return Diagnostic.of(
            Code.WRONG_RANK,
            context.step().span(),
            "transition takes a feature map [C, H, W], and " + arrives + " arrives")
        .notes(context.origin().notes())
        .help("move it before `flatten`");
  }
}
