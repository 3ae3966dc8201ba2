package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.decode.Step.Shortcut;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.op.Conv;
import dev.specc.op.Join;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Rearrangement;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import java.util.List;
import java.util.Optional;

/** The ways around a residual's body (He et al. 2016, arXiv:1512.03385, section 3.3). */
final class Shortcuts {
  private final BodyElaborator bodies;
  private final GraphBuilder builder;
  private final GeneratedNodes nodes;
  private final Diagnostics diagnostics;
  private final Blame blame;

  Shortcuts(
      BodyElaborator bodies,
      GraphBuilder builder,
      GeneratedNodes nodes,
      Diagnostics diagnostics,
      Blame blame) {
    this.bodies = bodies;
    this.builder = builder;
    this.nodes = nodes;
    this.diagnostics = diagnostics;
    this.blame = blame;
  }

  /** The shortcut's result for a body that gives {@code body}. */
  Wire elaborate(StepContext context, Step.ResidualStep step, Level level, Wire body) {
    return switch (step.shortcut()) {
      case Shortcut.IdentityShortcut s -> context.input();
      case Shortcut.ProjectionShortcut s -> projection(context, s, level, body);
      case Shortcut.PadShortcut s -> pad(context, s, level, body);
      case Shortcut.StepsShortcut s ->
          bodies.steps(s.steps(), context.input(), context.body().inner(level));
    };
  }

  /** Where the shape changes, a 1x1 convolution (a linear layer for vectors) and a batch norm. */
  private Wire projection(
      StepContext context, Shortcut.ProjectionShortcut shortcut, Level level, Wire body) {
    if (!(body instanceof Wire.Known to) || !(context.input() instanceof Wire.Known from)) {
      return Wire.unknown();
    }
    if (from.shape().equals(to.shape())) {
      return from;
    }
    Place first = numbered(context, level);
    Place second = numbered(context, level);
    Optional<Op> project = projecting(from.shape(), to.shape());
    if (project.isEmpty()) {
      return cannot(shortcut, "projection", from, to, context);
    }
    Wire projected = nodes.at(context, first, project.get(), from);
    return nodes.batchNormAt(context, second, projected);
  }

  private static Optional<Op> projecting(Shape from, Shape to) {
    if (from.rank() == 1 && to.rank() == 1) {
      return Optional.of(new Linear(to.channels(), false));
    }
    return stride(from, to).map(s -> new Conv(to.channels(), Window.pointwise(s), 1, false));
  }

  private Wire pad(StepContext context, Shortcut.PadShortcut shortcut, Level level, Wire body) {
    if (!(body instanceof Wire.Known to) || !(context.input() instanceof Wire.Known from)) {
      return Wire.unknown();
    }
    if (from.shape().equals(to.shape())) {
      return from;
    }
    long missing = to.shape().channels() - from.shape().channels();
    Optional<Pair> stride = stride(from.shape(), to.shape());
    if (missing < 0 || stride.isEmpty()) {
      return cannot(shortcut, "pad", from, to, context);
    }
    return nodes.inside(
        context,
        level,
        "pad_channels",
        new Rearrangement.PadChannels(missing, stride.get()),
        List.of(from));
  }

  private Place numbered(StepContext context, Level level) {
    String name = Integer.toString(level.takePlace());
    level
        .claim(name, context.step().span())
        .ifPresent(
            first ->
                diagnostics.add(
                    Diagnostic.of(
                            Code.DUPLICATE_LABEL,
                            context.step().span(),
                            "the projection needs the name `" + name + "`, which is taken")
                        .related(first, "here")));
    return new Place(
        Level.join(level.path(), name),
        Level.join(level.parameterPath(), name),
        false,
        context.body().shared());
  }

  /** The smallest stride with which a 1x1 window takes one size to the other. */
  private static Optional<Pair> stride(Shape from, Shape to) {
    if (!from.isMap() || !to.isMap()) {
      return Optional.empty();
    }
    long rows = stride(from.height(), to.height());
    long columns = stride(from.width(), to.width());
    return rows > 0 && columns > 0 ? Optional.of(new Pair(rows, columns)) : Optional.empty();
  }

  private static long stride(long from, long to) {
    long stride = (from - 1) / to + 1;
    return (from - 1) / stride + 1 == to ? stride : 0;
  }

  /** What cannot be made equal cannot be added either. */
  private Wire cannot(
      Shortcut shortcut, String what, Wire.Known from, Wire.Known to, StepContext context) {
    Diagnostic cannot = cannot(shortcut, what, from.shape(), to.shape(), context);
    return builder.refuse(
        new Join.Add(), List.of(to.shape(), from.shape()), blame.shortcut(cannot, to, from));
  }

  private static Diagnostic cannot(
      Shortcut shortcut, String what, Shape from, Shape to, StepContext context) {
    boolean maps = from.isMap() && to.isMap();
    boolean fewer = what.equals("pad") && to.channels() < from.channels();
    String why =
        !maps
            ? from.isMap() == to.isMap()
                ? "it needs feature maps"
                : "one is a feature map and the other is not"
            : fewer
                ? "it cannot take channels away"
                : "no stride takes " + from.size() + " to " + to.size();
    return Diagnostic.of(
            Code.RESIDUAL_MISMATCH,
            shortcut.span(),
            "`shortcut: "
                + what
                + "` cannot turn "
                + from.times()
                + " into the body's "
                + to.times()
                + ": "
                + why)
        .notes(context.origin().notes())
        .help(
            fewer
                ? "`shortcut: projection` can"
                : maps
                    ? "let the body keep the size or divide it by a stride: a 3x3 conv has `padding: 1`"
                    : "write the steps of the shortcut: `shortcut: [...]`");
  }
}
