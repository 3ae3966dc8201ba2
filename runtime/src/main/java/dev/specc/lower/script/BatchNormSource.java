package dev.specc.lower.script;

import dev.specc.memory.WideSums;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Shape;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A batch norm in training, and its derivative: those of libtorch or, where {@link WideSums} says
 * so, with sums of our own.
 */
final class BatchNormSource {
  private BatchNormSource() {}

  private static boolean isWide(Shape shape, ScriptOptions options) {
    return WideSums.areOf(shape, options.format(), options.processor(), options.precision());
  }

  /**
   * Writes the forward pass.
   *
   * @return what the backward pass reads: the batch's mean; of our own sums its variance and what
   *     was summed up, of libtorch's 1 / standard deviation and two of cuDNN's own
   */
  static List<String> forward(BatchNorm norm, Call call, ScriptOptions options) {
    return isWide(call.shape(), options) ? wide(norm, call) : plain(norm, call);
  }

  /** What torch.batch_norm itself calls. */
  private static List<String> plain(BatchNorm norm, Call call) {
    List<String> kept =
        List.of(
            call.unused("mean"),
            call.unused("inverse"),
            call.unused("reserve"),
            call.unused("implementation"));
    call.say(
        call.name() + ", " + String.join(", ", kept) + ",",
        "torch._batch_norm_impl_index(%s)"
            .formatted(NormalisationSource.batchNormArguments(norm, call)));
    return kept;
  }

  /** The mean of the means; the mean of the variances, and the means' own. */
  private static List<String> wide(BatchNorm norm, Call call) {
    String pixels = call.let("pixels", sideBySide(call.x(), call.shape()));
    String means = call.unused("means");
    String variances = call.unused("variances");
    String spread = call.unused("spread");
    String mean = call.unused("mean");
    call.say(
        means + ", " + variances + ",",
        "torch.batch_norm_update_stats(%s, None, None, 0.)".formatted(pixels));
    call.say(spread + ", " + mean + ",", "torch.var_mean(%s, [0], False)".formatted(rows(means)));
    String variance =
        call.let(
            "variance", "torch.add(torch.mean(%s, [0]), %s)".formatted(rows(variances), spread));
    call.say(call.name(), applied(norm, call, pixels, mean, variance));
    moveStatistics(norm, call, mean, variance);
    return List.of(mean, variance, pixels);
  }

  /**
   * The batch norm with numbers that are known.
   *
   * @param pixels the input's, side by side
   */
  private static String applied(
      BatchNorm norm, Call call, String pixels, String mean, String variance) {
    BatchNormTensors own = BatchNormTensors.of(norm, call);
    return WideSums.applyToo(call.shape())
        ? apart(
            normalised(
                norm,
                pixels,
                repeated(own.weight()),
                repeated(own.bias()),
                repeated(mean),
                repeated(variance)),
            call.shape())
        : normalised(norm, call.x(), own.weight(), own.bias(), mean, variance);
  }

  /** Whether {@link #evaluation} is for this: with the running statistics, on arrays like these. */
  static boolean evaluatesWide(Call call, ScriptOptions options) {
    return !call.training() && isWide(call.shape(), options) && WideSums.applyToo(call.shape());
  }

  /** The batch norm with the running statistics. */
  static String evaluation(BatchNorm norm, Call call) {
    BatchNormTensors own = BatchNormTensors.of(norm, call);
    return applied(norm, call, sideBySide(call.x(), call.shape()), own.mean(), own.variance());
  }

  /** As torch.nn.BatchNorm2d: the running variance is that of a sample. */
  private static void moveStatistics(BatchNorm norm, Call call, String mean, String variance) {
    BatchNormTensors own = BatchNormTensors.of(norm, call);
    if (!own.mean().equals("None")) {
      String count = call.let("count", count(call.x(), call.shape()));
      call.run("torch.lerp_(%s, %s, %s)".formatted(own.mean(), mean, norm.momentum()));
      call.run(
          "torch.lerp_(%1$s, torch.mul(%2$s, torch.div(%3$s, torch.sub(%3$s, 1))), %4$s)"
              .formatted(own.variance(), variance, count, norm.momentum()));
    }
  }

  static void backward(BatchNorm norm, BackwardCall back) {
    List<String> gradients =
        isWide(back.shape(), back.options()) ? wideBack(norm, back) : plainBack(norm, back);
    if (norm.affine()) {
      back.giveParameter(0, gradients.get(0));
      back.giveParameter(1, gradients.get(1));
    }
  }

  /** The gradients of weight and bias. */
  private static List<String> plainBack(BatchNorm norm, BackwardCall back) {
    BatchNormTensors own = BatchNormTensors.of(norm, back.call());
    List<String> all =
        back.letThree(
            "gradient weights biases",
            ("torch._batch_norm_impl_index_backward(%s, %s, %s, %s, %s, %s, %s, %s, True, %s,"
                    + " [%s, %s, %s], %s)")
                .formatted(
                    back.kept(3),
                    back.x(),
                    back.denseGradient(),
                    own.weight(),
                    own.mean(),
                    own.variance(),
                    back.kept(0),
                    back.kept(1),
                    norm.eps(),
                    Call.bool(back.learns(0)),
                    Call.bool(norm.affine()),
                    Call.bool(norm.affine()),
                    back.kept(2)));
    if (back.learns(0)) {
      back.give(0, Gradient.fresh(all.getFirst()));
    }
    return all.subList(1, 3);
  }

  /**
   * With x' = (x - mean) / deviation over n elements of a channel, sums of g x' and of g are the
   * gradients of weight and bias, and that of x is weight / deviation (g - sum(g) / n - x' sum(g
   * x') / n) (Ioffe and Szegedy 2015, arXiv:1502.03167, section 3): a batch norm with the numbers
   * of the batch, and a product.
   */
  private static List<String> wideBack(BatchNorm norm, BackwardCall back) {
    String g = back.denseGradient();
    String pixels = back.let("pixels", sideBySide(g, back.shape()));
    String mean = back.let("means", repeated(back.kept(0)));
    String variance = back.let("variances", repeated(back.kept(1)));
    List<String> sums =
        back.letThree(
            "unused weights biases",
            ("torch.native_batch_norm_backward(%s, %s, None, %s, %s, None, None, False, %s,"
                    + " [False, True, True])")
                .formatted(pixels, back.kept(2), mean, variance, norm.eps()));
    String weights = back.let("weights", "torch.sum(%s, [0])".formatted(rows(sums.get(1))));
    String biases = back.let("biases", "torch.sum(%s, [0])".formatted(rows(sums.get(2))));
    if (back.learns(0)) {
      boolean apply = WideSums.applyToo(back.shape());
      Form form =
          apply
              ? new Form(back.kept(2), pixels, mean, variance, BatchNormSource::repeated)
              : new Form(back.x(), g, back.kept(0), back.kept(1), UnaryOperator.identity());
      String gradient = throughSums(norm, back, form, weights, biases);
      back.give(apply ? apart(gradient, back.shape()) : gradient);
    }
    return List.of(weights, biases);
  }

  /**
   * What the input's gradient is computed from: the arrays as they are, or with pixels side by
   * side.
   *
   * @param g the result's gradient
   * @param ofChannels what makes numbers of C channels into those of this form
   */
  private record Form(
      String x, String g, String mean, String variance, UnaryOperator<String> ofChannels) {}

  private static String throughSums(
      BatchNorm norm, BackwardCall back, Form form, String weights, String biases) {
    String slope = back.let("slope", slope(norm, back));
    String share =
        back.let(
            "share",
            "torch.mul(%s, torch.div(-1., %s))".formatted(slope, count(back.x(), back.shape())));
    String rest =
        back.let(
            "gradient",
            normalised(
                norm,
                form.x,
                form.ofChannels.apply("torch.mul(%s, %s)".formatted(weights, share)),
                form.ofChannels.apply("torch.mul(%s, %s)".formatted(biases, share)),
                form.mean,
                form.variance));
    return "torch.addcmul_(%s, %s, torch.reshape(%s, [1, -1, 1, 1]))"
        .formatted(rest, form.g, form.ofChannels.apply(slope));
  }

  /** Weight / deviation. */
  private static String slope(BatchNorm norm, BackwardCall back) {
    String inverse = "torch.rsqrt(torch.add(%s, %s))".formatted(back.kept(1), norm.eps());
    return norm.affine()
        ? "torch.mul(%s, %s)".formatted(back.call().parameter(0), inverse)
        : inverse;
  }

  /** With numbers that are known: (x - mean) / deviation * weight + bias. */
  private static String normalised(
      BatchNorm norm, String x, String weight, String bias, String mean, String variance) {
    return "(torch.native_batch_norm(%s, %s, %s, %s, %s, False, 0., %s))[0]"
        .formatted(x, weight, bias, mean, variance, norm.eps());
  }

  /** Of C channels, for the 16 C of pixels side by side. */
  private static String repeated(String ofChannels) {
    return ofChannels.equals("None")
        ? ofChannels
        : "torch.repeat(%s, [%d])".formatted(ofChannels, WideSums.PIXELS);
  }

  /** [N, C, H, W] with channels last as [N, 16 C, 1, H W / 16], in the same memory. */
  private static String sideBySide(String x, Shape shape) {
    String pixels = "torch.reshape(torch.permute(%s, [0, 2, 3, 1]), [-1, 1, %d, %d])";
    return "torch.permute(%s, [0, 3, 1, 2])"
        .formatted(
            pixels.formatted(
                x,
                shape.height() * shape.width() / WideSums.PIXELS,
                shape.channels() * WideSums.PIXELS));
  }

  /** The other way round, in the same memory. */
  private static String apart(String pixels, Shape shape) {
    return "torch.permute(torch.reshape(torch.permute(%s, [0, 2, 3, 1]), [-1, %d, %d, %d]), [0, 3, 1, 2])"
        .formatted(pixels, shape.height(), shape.width(), shape.channels());
  }

  /** What was found for 16 C channels, a row for each of the pixels side by side. */
  private static String rows(String of) {
    return "torch.reshape(%s, [%d, -1])".formatted(of, WideSums.PIXELS);
  }

  /** How many numbers a channel has in the batch. */
  private static String count(String x, Shape shape) {
    return "torch.floordiv(torch.numel(%s), %d)".formatted(x, shape.channels());
  }
}
