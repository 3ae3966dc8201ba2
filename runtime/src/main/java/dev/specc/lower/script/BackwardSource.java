package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.graph.Node;
import dev.specc.memory.MemoryFormat;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Op;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Zero;
import dev.specc.schedule.BackwardReads;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The derivatives of ops in TorchScript, with the functions that PyTorch's {@code derivatives.yaml}
 * names: those that {@link dev.specc.schedule.Derivatives} says are written.
 */
final class BackwardSource {
  private BackwardSource() {}

  /**
   * Writes a node's forward pass.
   *
   * @return what its backward pass reads beside inputs and result
   */
  static List<String> forward(Node node, Call call, ForwardSource nodes) {
    return switch (node.op()) {
      case BatchNorm norm -> BatchNormSource.forward(norm, call, nodes.options());
      case Pool.MaxPool pool -> WindowSource.tracedMaxPool(pool, call);
      case Conv conv -> {
        List<String> reads = reads(conv, call, nodes);
        call.say(
            call.name(),
            ProductSource.computes(conv, call.shape(), nodes.options())
                ? ProductSource.result(conv, call, reads)
                : WindowSource.conv(conv, call, reads.getFirst()));
        yield reads;
      }
      case ConvTranspose conv -> plain(node, call, nodes);
      case Linear linear -> plain(node, call, nodes);
      case Normalisation norm -> plain(node, call, nodes);
      case LayerScale scale -> plain(node, call, nodes);
      case Activation activation -> plain(node, call, nodes);
      case Pool pool -> plain(node, call, nodes);
      case Regularisation regularisation -> plain(node, call, nodes);
      case Rearrangement rearrangement -> plain(node, call, nodes);
      case Affine affine -> plain(node, call, nodes);
      case Zero zero -> plain(node, call, nodes);
      case Join join -> plain(node, call, nodes);
      case Input input -> plain(node, call, nodes);
      case Identity identity -> plain(node, call, nodes);
    };
  }

  /** Names what both passes of a convolution read besides its parameters. */
  static List<String> reads(Conv conv, Call call, ForwardSource nodes) {
    return ProductSource.computes(conv, call.shape(), nodes.options())
        ? ProductSource.reads(conv, call)
        : List.of(WindowSource.convInput(conv, call));
  }

  private static List<String> plain(Node node, Call call, ForwardSource nodes) {
    nodes.write(node, call);
    return List.of();
  }

  static void backward(Op op, BackwardCall back) {
    switch (op) {
      case Conv conv -> {
        if (ProductSource.computes(conv, back.call().shape(), back.options())) {
          ProductSource.backward(conv, back);
        } else {
          WindowBackwardSource.conv(conv, back);
        }
      }
      case ConvTranspose conv -> WindowBackwardSource.convTranspose(conv, back);
      case Linear linear -> linear(linear, back);
      case BatchNorm norm -> BatchNormSource.backward(norm, back);
      case Normalisation norm -> throw unwritten(norm);
      case LayerScale scale -> throw unwritten(scale);
      case Regularisation regularisation -> throw unwritten(regularisation);
      case Activation activation -> activation(activation, back);
      case Pool pool -> WindowBackwardSource.pool(pool, back);
      case Rearrangement rearrangement -> rearrangement(rearrangement, back);
      case Affine affine ->
          back.give(
              "torch.mul%s(%s, %s)"
                  .formatted(back.goesOver() ? "_" : "", back.g(), affine.scale()));
      case Join join -> join(join, back);
      case Input input -> throw unwritten(input);
      case Identity identity -> throw unwritten(identity);
      case Zero zero -> throw unwritten(zero);
    }
  }

  static IllegalArgumentException unwritten(Op op) {
    return new IllegalArgumentException("the derivative of " + op.name() + " is not written");
  }

  /** y = x W^T + b, with W [outputs, inputs]. */
  private static void linear(Linear linear, BackwardCall back) {
    String g = back.g();
    back.give("torch.mm(%s, %s)".formatted(g, back.call().parameter(0)));
    back.giveParameter(0, back.let("weights", "torch.mm(torch.t(%s), %s)".formatted(g, back.x())));
    if (linear.bias()) {
      back.giveParameter(1, back.let("biases", "torch.sum(%s, [0])".formatted(g)));
    }
  }

  private static void activation(Activation op, BackwardCall back) {
    String g = back.g();
    String x = back.x();
    String y = back.result();
    switch (op) {
      case Activation.Relu relu -> into(back, "torch.threshold_backward(%s, %s, 0", y);
      case Activation.Relu6 relu6 -> into(back, "torch.hardtanh_backward(%s, %s, 0., 6.", y);
      case Activation.LeakyRelu leaky -> {
        boolean byResult = !BackwardReads.input(leaky, true);
        String options = leaky.negativeSlope() + ", " + Call.bool(byResult);
        into(back, "torch.leaky_relu_backward(%s, %s, " + options, byResult ? y : x);
      }
      case Activation.Elu elu ->
          into(back, "torch.elu_backward(%s, " + elu.alpha() + ", 1, 1, False, %s", x);
      case Activation.Gelu gelu -> into(back, "torch.gelu_backward(%s, %s", x);
      case Activation.Silu silu -> into(back, "torch.silu_backward(%s, %s", x);
      case Activation.Sigmoid sigmoid -> into(back, "torch.sigmoid_backward(%s, %s", y);
      case Activation.Tanh tanh -> into(back, "torch.tanh_backward(%s, %s", y);
      case Activation.HardSigmoid hard -> into(back, "torch.hardsigmoid_backward(%s, %s", x);
      case Activation.HardSwish hard ->
          back.give("torch.hardswish_backward(%s, %s)".formatted(g, x));
      case Activation.Softmax softmax ->
          back.give("torch._softmax_backward_data(%s, %s, 1, 6)".formatted(g, y));
      case Activation.LogSoftmax softmax ->
          back.give("torch._log_softmax_backward_data(%s, %s, 1, 6)".formatted(g, y));
    }
  }

  /** An elementwise derivative, over the gradient that it reads where that may be. */
  private static void into(BackwardCall back, String call, String reads) {
    String end = back.goesOver() ? ", grad_input=" + back.g() + ")" : ")";
    back.give(call.formatted(back.g(), reads) + end);
  }

  private static void rearrangement(Rearrangement op, BackwardCall back) {
    Shape input = back.call().shape();
    switch (op) {
      case Rearrangement.Flatten flatten -> back.give(0, reshaped(back, input));
      case Rearrangement.Reshape reshape -> back.give(0, reshaped(back, input));
      case Rearrangement.Slice slice -> {
        long from = slice.from(input.channels());
        long behind = input.channels() - slice.to(input.channels());
        String before = "0, 0, ".repeat(input.rank() - 1);
        back.give(
            "torch.constant_pad_nd(%s, [%s%d, %d], 0)".formatted(back.g(), before, from, behind));
      }
      case Rearrangement.ChannelShuffle shuffle -> back.give(0, shuffled(shuffle, back, input));
      case Rearrangement.Pad pad -> throw unwritten(pad);
      case Rearrangement.PadChannels pad -> throw unwritten(pad);
      case Rearrangement.Upsample upsample -> throw unwritten(upsample);
    }
  }

  /** By the inverse, which moves nothing where each group is one channel, or one group all. */
  private static Gradient shuffled(
      Rearrangement.ChannelShuffle op, BackwardCall back, Shape input) {
    long groups = input.channels() / op.groups();
    boolean moves = groups > 1 && op.groups() > 1;
    String variable = back.let("gradient", RearrangementSource.channelShuffle(back.g(), groups));
    return new Gradient(variable, moves || back.gradient().own(), moves);
  }

  private static Gradient reshaped(BackwardCall back, Shape input) {
    String dims = input.dims().stream().map(dim -> ", " + dim).collect(joining());
    String variable = back.let("gradient", "torch.reshape(%s, [-1%s])".formatted(back.g(), dims));
    // As autograd does, it gives one whose channels come first in memory.
    boolean lies = !input.isMap() || back.options().format() == MemoryFormat.CONTIGUOUS;
    return new Gradient(variable, back.gradient().own(), lies && back.gradient().dense());
  }

  private static void join(Join op, BackwardCall back) {
    switch (op) {
      case Join.Concat concat -> concat(back);
      case Join.Add add -> add(back);
      case Join.Multiply multiply -> multiply(back);
    }
  }

  private static void concat(BackwardCall back) {
    long start = 0;
    for (int i = 0; i < back.shapes().size(); i++) {
      long end = start + back.shapes().get(i).channels();
      if (back.learns(i)) {
        String slice = "torch.slice(%s, 1, %d, %d, 1)".formatted(back.g(), start, end);
        back.give(i, back.gradient().part(back.let("gradient", slice)));
      }
      start = end;
    }
  }

  /** The summands share their sum's gradient, unless one alone takes it. */
  private static void add(BackwardCall back) {
    int summands = back.shapes().size();
    boolean alone = IntStream.range(0, summands).filter(back::learns).count() == 1;
    for (int i = 0; i < summands; i++) {
      back.give(i, alone ? back.gradient() : back.gradient().sharing());
    }
  }

  /** Of two; a gate, which has one number where the other has many, sums up what they get. */
  private static void multiply(BackwardCall back) {
    List<String> factors = back.call().inputs();
    for (int i = 0; i < 2; i++) {
      if (back.learns(i)) {
        String product = "torch.mul(%s, %s)".formatted(back.g(), factors.get(1 - i));
        back.give(i, Gradient.fresh(back.let("gradient", summed(product, back, i))));
      }
    }
  }

  private static String summed(String product, BackwardCall back, int input) {
    Shape factor = back.shapes().get(input);
    String axes =
        IntStream.range(0, factor.rank())
            .filter(i -> !factor.dims().get(i).equals(back.shape().dims().get(i)))
            .mapToObj(i -> String.valueOf(i + 1))
            .collect(joining(", "));
    return axes.isEmpty() ? product : "torch.sum(%s, [%s], True)".formatted(product, axes);
  }
}
