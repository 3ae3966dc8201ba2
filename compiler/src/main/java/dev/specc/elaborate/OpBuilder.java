package dev.specc.elaborate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.OpName;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import java.util.List;

/** Builds ops from their options, with PyTorch's defaults. The schema describes the same. */
final class OpBuilder {
  private static final Pair ONE = Pair.both(1);
  private static final double HUGE = 1e30;

  private final Options options;

  /** Channels that arrive, and the last dimension; 1 where unknown. */
  private final long in;

  OpBuilder(Options options, long in) {
    this.options = options;
    this.in = in;
  }

  /** An op with one name in the graph; a separable convolution is two, and built elsewhere. */
  Op build(OpName name) {
    Op op =
        switch (name) {
          case CONV -> conv();
          case SEPARABLE_CONV -> throw new IllegalStateException("separable_conv is two ops");
          case CONV_TRANSPOSE -> convTranspose();
          case LINEAR ->
              new Linear(
                  options.whole("out", 1),
                  options.flag("bias", true),
                  options.word("over", Linear.Over.class, Linear.Over.FEATURES));
          case BATCH_NORM -> batchNorm();
          case LAYER_NORM -> new Normalisation.LayerNorm(eps(), affine());
          case GROUP_NORM ->
              new Normalisation.GroupNorm(options.whole("groups", 1), eps(), affine());
          case LOCAL_RESPONSE_NORM -> localResponseNorm();
          case LAYER_SCALE -> new LayerScale(options.real("init", -HUGE, HUGE, 1e-6));
          case RELU -> new Activation.Relu();
          case RELU6 -> new Activation.Relu6();
          case LEAKY_RELU ->
              new Activation.LeakyRelu(options.real("negative_slope", -HUGE, HUGE, 0.01));
          case ELU -> new Activation.Elu(options.real("alpha", -HUGE, HUGE, 1.0));
          case GELU -> new Activation.Gelu();
          case SILU -> new Activation.Silu();
          case SIGMOID -> new Activation.Sigmoid();
          case TANH -> new Activation.Tanh();
          case HARD_SIGMOID -> new Activation.HardSigmoid();
          case HARD_SWISH -> new Activation.HardSwish();
          case SOFTMAX -> new Activation.Softmax();
          case LOG_SOFTMAX -> new Activation.LogSoftmax();
          case MAX_POOL -> new Pool.MaxPool(poolWindow(options.pair("dilation", 1, ONE)));
          case AVG_POOL ->
              new Pool.AvgPool(poolWindow(ONE), options.flag("count_include_pad", true));
          case ADAPTIVE_AVG_POOL -> new Pool.AdaptiveAvgPool(options.pair("out", 1));
          case ADAPTIVE_MAX_POOL -> new Pool.AdaptiveMaxPool(options.pair("out", 1));
          case GLOBAL_AVG_POOL -> new Pool.GlobalAvgPool();
          case GLOBAL_MAX_POOL -> new Pool.GlobalMaxPool();
          case DROPOUT -> new Regularisation.Dropout(options.real("p", 0, 1, 0.5));
          case DROP_PATH -> new Regularisation.DropPath(options.real("p", 0, 1));
          case FLATTEN -> flatten();
          case RESHAPE -> reshape();
          case PAD -> pad();
          case UPSAMPLE -> upsample();
          case CHANNEL_SHUFFLE -> new Rearrangement.ChannelShuffle(options.whole("groups", 1));
          case SLICE ->
              new Rearrangement.Slice(signed("start", 0), signed("end", Rearrangement.Slice.OPEN));
          case AFFINE ->
              new Affine(
                  options.real("scale", -HUGE, HUGE, 1.0), options.real("shift", -HUGE, HUGE, 0.0));
          case IDENTITY -> new Identity();
          case ZERO -> new Zero();
        };
    options.rejectUnknown();
    return op;
  }

  private Conv conv() {
    boolean depthwise = options.flag("depthwise", false);
    if (depthwise && options.has("groups")) {
      options.report(
          Diagnostic.of(
              Code.MISPLACED_MODIFIER,
              options.value("groups").span(),
              "`depthwise: true` already sets the groups, to one for each channel"));
    }
    long out = depthwise ? options.whole("out", 1, in) : options.whole("out", 1);
    if (depthwise && out % in != 0 && !options.failed()) {
      options.report(
          Diagnostic.of(
                  Code.GROUPS_DO_NOT_DIVIDE,
                  options.value("out").span(),
                  "`depthwise` convolves each of the "
                      + in
                      + " channels that arrive by itself: "
                      + out
                      + " is no multiple of that")
              .help("leave `out` out to keep the " + in + " channels"));
    }
    long groups = options.whole("groups", 1, 1);
    return new Conv(out, convWindow(), depthwise ? in : groups, options.flag("bias", true));
  }

  Window convWindow() {
    return Window.of(
        options.pair("kernel", 1),
        options.pair("stride", 1, ONE),
        options.padding(),
        options.pair("dilation", 1, ONE));
  }

  private ConvTranspose convTranspose() {
    return new ConvTranspose(
        options.whole("out", 1),
        options.pair("kernel", 1),
        options.pair("stride", 1, ONE),
        options.transposedPadding(),
        options.pair("output_padding", 0, Pair.both(0)),
        options.pair("dilation", 1, ONE),
        options.whole("groups", 1, 1),
        options.flag("bias", true));
  }

  private Normalisation.BatchNorm batchNorm() {
    return new Normalisation.BatchNorm(eps(), options.real("momentum", 0, 1, 0.1), affine());
  }

  private double eps() {
    return options.real("eps", 0, 1, 1e-5);
  }

  private boolean affine() {
    return options.flag("affine", true);
  }

  private Normalisation.LocalResponseNorm localResponseNorm() {
    return new Normalisation.LocalResponseNorm(
        options.whole("size", 1),
        options.real("alpha", 0, HUGE, 1e-4),
        options.real("beta", 0, HUGE, 0.75),
        options.real("k", 0, HUGE, 1.0));
  }

  /** As in PyTorch, a pool's stride is its kernel where none is given. */
  private Window poolWindow(Pair dilation) {
    Pair kernel = options.pair("kernel", 1);
    return new Window(
        kernel,
        options.pair("stride", 1, kernel),
        options.padding(),
        dilation,
        options.flag("ceil_mode", false));
  }

  private Rearrangement.Flatten flatten() {
    return new Rearrangement.Flatten(signed("start", 1), signed("end", -1));
  }

  private long signed(String name, long otherwise) {
    return options.whole(name, -Window.MAX_OPTION, otherwise);
  }

  private Rearrangement.Reshape reshape() {
    if (!options.has("shape")) {
      options.whole("shape", 1); // reports that it is missing
      return new Rearrangement.Reshape(List.of(-1L));
    }
    List<Long> shape = options.wholes("shape", -1);
    if (shape.isEmpty() || shape.contains(0L) || shape.stream().filter(d -> d == -1).count() > 1) {
      options.report(
          Diagnostic.of(
              Code.WRONG_VALUE,
              options.value("shape").span(),
              "`shape` lists numbers from 1 on, of which one may be -1 to be worked out"));
      return new Rearrangement.Reshape(List.of(-1L));
    }
    return new Rearrangement.Reshape(shape);
  }

  private Rearrangement.Pad pad() {
    double value = options.real("value", -HUGE, HUGE, 0.0);
    if (!options.has("padding")) {
      options.whole("padding", 0); // reports that it is missing
      return new Rearrangement.Pad(0, 0, 0, 0, value);
    }
    List<Long> sides = options.wholes("padding", -Window.MAX_OPTION);
    return switch (sides.size()) {
      case 1 -> pad(sides.get(0), sides.get(0), sides.get(0), sides.get(0), value);
      case 2 -> pad(sides.get(0), sides.get(0), sides.get(1), sides.get(1), value);
      case 4 -> pad(sides.get(0), sides.get(1), sides.get(2), sides.get(3), value);
      default -> {
        options.wrongCount(
            "padding", "one number, [height, width] or [top, bottom, left, right]", sides.size());
        yield pad(0, 0, 0, 0, value);
      }
    };
  }

  private static Rearrangement.Pad pad(long top, long bottom, long left, long right, double value) {
    return new Rearrangement.Pad(top, bottom, left, right, value);
  }

  private Rearrangement.Upsample upsample() {
    Rearrangement.Interpolation mode =
        options.word(
            "mode", Rearrangement.Interpolation.class, Rearrangement.Interpolation.NEAREST);
    boolean align = options.flag("align_corners", false);
    if (align && mode == Rearrangement.Interpolation.NEAREST) {
      options.report(
          Diagnostic.of(
              Code.WRONG_VALUE,
              options.value("align_corners").span(),
              "`align_corners` goes with `mode: bilinear` only"));
    }
    return new Rearrangement.Upsample(options.pair("factor", 1), mode, align);
  }
}
