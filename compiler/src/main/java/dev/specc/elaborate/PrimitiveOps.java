package dev.specc.elaborate;

import dev.specc.decode.Arguments;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.op.Conv;
import dev.specc.op.Op;
import dev.specc.op.OpName;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import java.util.List;

/** Elaborates primitive ops: options to an op, an op to a node. */
final class PrimitiveOps {
  private final GraphBuilder builder;
  private final Diagnostics diagnostics;
  private final Blame blame;
  private final Naming naming;

  PrimitiveOps(GraphBuilder builder, Diagnostics diagnostics, Blame blame, Naming naming) {
    this.builder = builder;
    this.diagnostics = diagnostics;
    this.blame = blame;
    this.naming = naming;
  }

  /** One primitive op. */
  Wire op(StepContext context, OpName name, Arguments arguments) {
    Options options =
        new Options(name.word(), context.step().span(), arguments, context.numbers(), diagnostics);
    long in = context.input() instanceof Wire.Known known ? known.shape().channels() : 1;
    String placeName = naming.name(context);
    OptionSource source =
        new OptionSource(context.step().span(), arguments.given(), context.body().environment());
    if (name == OpName.SEPARABLE_CONV) {
      return separable(context, options, source, in, placeName);
    }
    Op op = new OpBuilder(options, in).build(name);
    return options.failed()
        ? Wire.unknown()
        : add(context, op, context.inputs(), naming.placeOf(context, placeName), source);
  }

  /** A depthwise convolution and a 1x1 convolution (Chollet 2017, Xception, section 2). */
  private Wire separable(
      StepContext context, Options options, OptionSource source, long in, String placeName) {
    Window window = new OpBuilder(options, in).convWindow();
    long out = options.whole("out", 1);
    boolean bias = options.flag("bias", true);
    options.rejectUnknown();
    if (options.failed()) {
      return Wire.unknown();
    }
    Place place = naming.placeOf(context, placeName);
    Wire depthwise =
        add(
            context,
            new Conv(in, window, in, bias),
            context.inputs(),
            Naming.below(place, "depthwise"),
            source);
    return add(
        context,
        new Conv(out, Window.pointwise(Pair.both(1)), 1, bias),
        List.of(depthwise),
        Naming.below(place, "pointwise"),
        source);
  }

  /** Adds a node, or reports why it cannot be. */
  Wire add(StepContext context, Op op, List<Wire> inputs, Place place, OptionSource source) {
    return builder.add(
        op,
        inputs,
        place,
        context.body().training(),
        context.origin(),
        source,
        failure -> blame.op(op, inputs, failure, context.origin(), source));
  }
}
