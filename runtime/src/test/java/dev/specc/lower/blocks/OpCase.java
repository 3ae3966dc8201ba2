package dev.specc.lower.blocks;

import dev.specc.op.Activation.Elu;
import dev.specc.op.Activation.Gelu;
import dev.specc.op.Activation.HardSigmoid;
import dev.specc.op.Activation.HardSwish;
import dev.specc.op.Activation.LeakyRelu;
import dev.specc.op.Activation.LogSoftmax;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Activation.Relu6;
import dev.specc.op.Activation.Sigmoid;
import dev.specc.op.Activation.Silu;
import dev.specc.op.Activation.Softmax;
import dev.specc.op.Activation.Tanh;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Join.Multiply;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Normalisation.GroupNorm;
import dev.specc.op.Normalisation.LayerNorm;
import dev.specc.op.Normalisation.LocalResponseNorm;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool.AdaptiveAvgPool;
import dev.specc.op.Pool.AdaptiveMaxPool;
import dev.specc.op.Pool.AvgPool;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Pool.GlobalMaxPool;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Rearrangement.ChannelShuffle;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Rearrangement.Interpolation;
import dev.specc.op.Rearrangement.Pad;
import dev.specc.op.Rearrangement.PadChannels;
import dev.specc.op.Rearrangement.Reshape;
import dev.specc.op.Rearrangement.Slice;
import dev.specc.op.Rearrangement.Upsample;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import java.util.ArrayList;
import java.util.List;

/**
 * An op on inputs of these shapes, under the name that {@code pytorch.py} gives it.
 *
 * @param training whether it runs as in training
 */
public record OpCase(String name, Op op, boolean training, List<Shape> inputs) {
  private static final Shape MAP = Shape.of(4, 5, 6);
  private static final Shape EVEN = Shape.of(4, 6, 6);
  private static final Shape ODD = Shape.of(4, 5, 5);
  private static final Shape SMALL = Shape.of(2, 3, 2);
  private static final Shape GATE = Shape.of(4, 1, 1);
  private static final Shape VECTOR = Shape.of(6);

  public static List<OpCase> all() {
    List<OpCase> all = new ArrayList<>();
    all.addAll(weights());
    all.addAll(normalisations());
    all.addAll(activations());
    all.addAll(maxPools());
    all.addAll(avgPools());
    all.addAll(rearrangements());
    all.addAll(joins());
    return all;
  }

  private static List<OpCase> weights() {
    Window of2x3 = Window.of(new Pair(2, 3), new Pair(2, 1), Padding.of(1, 2), new Pair(1, 2));
    Window same4x2 = Window.of(new Pair(4, 2), Pair.both(1), new Padding.Same(), Pair.both(1));
    ConvTranspose doubling =
        new ConvTranspose(
            3, Pair.both(3), Pair.both(2), Pair.both(1), Pair.both(1), Pair.both(1), 1, true);
    ConvTranspose everything =
        new ConvTranspose(
            4,
            new Pair(2, 3),
            new Pair(3, 1),
            new Pair(0, 1),
            new Pair(1, 0),
            new Pair(2, 1),
            2,
            false);
    return List.of(
        of("conv", new Conv(3, window(3, 1, 1), 1, true), MAP),
        of("conv of everything", new Conv(6, of2x3, 2, false), MAP),
        of("conv depthwise", new Conv(8, window(3, 1, 0), 4, true), MAP),
        of("conv 1x1 stride 2", new Conv(2, window(1, 2, 0), 1, true), MAP),
        of("conv same", new Conv(2, same4x2, 1, true), MAP),
        of("conv same stride 2 even", new Conv(2, same(3, 2), 1, true), EVEN),
        of("conv same stride 2 odd", new Conv(2, same(3, 2), 1, true), ODD),
        of("conv_transpose", doubling, MAP),
        of("conv_transpose of everything", everything, MAP),
        of("linear", new Linear(3, true), VECTOR),
        of("linear without bias", new Linear(3, false), VECTOR),
        of("linear over channels", new Linear(3, true, Linear.Over.CHANNELS), MAP),
        of("linear over channels without bias", new Linear(3, false, Linear.Over.CHANNELS), MAP));
  }

  private static List<OpCase> normalisations() {
    Shape features = Shape.of(4);
    BatchNorm norm = new BatchNorm(1e-5, 0.1, true);
    BatchNorm fixed = new BatchNorm(1e-5, 0.1, false);
    return List.of(
        of("batch_norm", norm, MAP),
        of("batch_norm options", new BatchNorm(1e-3, 0.3, true), MAP),
        evaluated("batch_norm evaluated", norm, MAP),
        of("batch_norm without scale", fixed, MAP),
        evaluated("batch_norm without scale evaluated", fixed, MAP),
        of("batch_norm vector", norm, features),
        of("layer_norm", new LayerNorm(1e-6, true), MAP),
        of("layer_norm without scale", new LayerNorm(1e-6, false), MAP),
        of("layer_norm vector", new LayerNorm(1e-6, true), features),
        of("group_norm", new GroupNorm(2, 1e-5, true), MAP),
        of("group_norm without scale", new GroupNorm(2, 1e-5, false), MAP),
        of("group_norm vector", new GroupNorm(2, 1e-5, true), features),
        of("local_response_norm", new LocalResponseNorm(5, 0.1, 0.75, 2), MAP),
        of("local_response_norm even", new LocalResponseNorm(2, 0.5, 0.5, 1), MAP),
        of("layer_scale", new LayerScale(1e-6), MAP),
        of("layer_scale vector", new LayerScale(1e-6), VECTOR));
  }

  private static List<OpCase> activations() {
    return List.of(
        of("relu", new Relu(), MAP),
        of("relu6", new Relu6(), MAP),
        of("leaky_relu", new LeakyRelu(0.1), MAP),
        of("elu", new Elu(0.7), MAP),
        of("gelu", new Gelu(), MAP),
        of("silu", new Silu(), MAP),
        of("sigmoid", new Sigmoid(), MAP),
        of("tanh", new Tanh(), MAP),
        of("hard_sigmoid", new HardSigmoid(), MAP),
        of("hard_swish", new HardSwish(), MAP),
        of("softmax", new Softmax(), MAP),
        of("softmax vector", new Softmax(), VECTOR),
        of("log_softmax", new LogSoftmax(), MAP),
        of("log_softmax vector", new LogSoftmax(), VECTOR),
        of("affine", new Affine(0.25, -1.5), MAP),
        of("zero", new Zero(), MAP),
        of("identity", new Identity(), MAP));
  }

  private static List<OpCase> maxPools() {
    Window unlike = Window.of(new Pair(2, 3), new Pair(1, 2), Padding.of(1, 0), Pair.both(1));
    Window dilated = Window.of(Pair.both(2), Pair.both(1), Padding.of(1, 1), Pair.both(2));
    Window sameDilated = Window.of(Pair.both(2), Pair.both(1), new Padding.Same(), Pair.both(3));
    return List.of(
        of("max_pool", new MaxPool(window(3, 2, 1)), MAP),
        of("max_pool unlike axes", new MaxPool(unlike), MAP),
        of("max_pool ceil", new MaxPool(ceil(2, 2, 0)), MAP),
        of("max_pool ceil drops a window", new MaxPool(ceil(2, 3, 1)), ODD),
        of("max_pool dilation", new MaxPool(dilated), MAP),
        of("max_pool same", new MaxPool(same(3, 2)), EVEN),
        of("max_pool same dilation", new MaxPool(sameDilated), EVEN),
        of("adaptive_max_pool", new AdaptiveMaxPool(new Pair(3, 4)), MAP),
        of("global_max_pool", new GlobalMaxPool(), MAP));
  }

  private static List<OpCase> avgPools() {
    return List.of(
        of("avg_pool", new AvgPool(window(2, 2, 0), false), MAP),
        of("avg_pool padding", new AvgPool(window(3, 1, 1), true), MAP),
        of("avg_pool padding not counted", new AvgPool(window(3, 1, 1), false), MAP),
        of("avg_pool ceil", new AvgPool(ceil(2, 2, 0), true), MAP),
        of("avg_pool ceil padding", new AvgPool(ceil(3, 2, 1), true), MAP),
        of("avg_pool ceil padding not counted", new AvgPool(ceil(3, 2, 1), false), MAP),
        of("avg_pool same", new AvgPool(same(3, 2), true), EVEN),
        of("avg_pool same not counted", new AvgPool(same(3, 2), false), EVEN),
        of("avg_pool same not counted odd", new AvgPool(same(3, 2), false), ODD),
        of("avg_pool same not counted stride 1", new AvgPool(same(3, 1), false), ODD),
        of("avg_pool same not counted even kernel", new AvgPool(same(2, 1), false), ODD),
        of("adaptive_avg_pool", new AdaptiveAvgPool(new Pair(3, 4)), MAP),
        of("adaptive_avg_pool larger", new AdaptiveAvgPool(new Pair(3, 4)), Shape.of(4, 2, 3)),
        of("global_avg_pool", new GlobalAvgPool(), MAP));
  }

  private static List<OpCase> rearrangements() {
    Pair factors = new Pair(2, 3);
    return List.of(
        of("flatten", new Flatten(1, -1), MAP),
        of("flatten height and width", new Flatten(2, 3), MAP),
        of("flatten channels and height", new Flatten(1, 2), MAP),
        of("reshape", new Reshape(List.of(3L, 8L, 5L)), MAP),
        of("reshape open", new Reshape(List.of(2L, -1L, 1L)), VECTOR),
        of("pad", new Pad(0, 1, 2, 3, 0.5), MAP),
        of("pad negative", new Pad(-2, -1, -1, 2, 0), MAP),
        of("pad_channels", new PadChannels(3, Pair.both(2)), MAP),
        of("pad_channels stride 1", new PadChannels(1, Pair.both(1)), MAP),
        of("upsample nearest", new Upsample(factors, Interpolation.NEAREST, false), SMALL),
        of("upsample bilinear", new Upsample(factors, Interpolation.BILINEAR, false), SMALL),
        of("upsample bilinear aligned", new Upsample(factors, Interpolation.BILINEAR, true), SMALL),
        of("channel_shuffle", new ChannelShuffle(3), Shape.of(6, 2, 2)),
        of("slice", new Slice(1, 3), MAP),
        of("slice from the end", new Slice(-3, -1), MAP),
        of("slice open", new Slice(2, Slice.OPEN), VECTOR));
  }

  private static List<OpCase> joins() {
    return List.of(
        of("concat", new Concat(), MAP, Shape.of(2, 5, 6), Shape.of(1, 5, 6)),
        of("concat vectors", new Concat(), VECTOR, Shape.of(2)),
        of("add", new Add(), MAP, MAP),
        of("add three", new Add(), MAP, MAP, MAP),
        of("multiply", new Multiply(), MAP, MAP),
        of("multiply gates", new Multiply(), GATE, MAP, GATE),
        of("multiply only gates", new Multiply(), GATE, GATE));
  }

  private static OpCase of(String name, Op op, Shape... inputs) {
    return new OpCase(name, op, true, List.of(inputs));
  }

  private static OpCase evaluated(String name, Op op, Shape... inputs) {
    return new OpCase(name, op, false, List.of(inputs));
  }

  private static Window window(long kernel, long stride, long padding) {
    return Window.of(
        Pair.both(kernel), Pair.both(stride), Padding.of(padding, padding), Pair.both(1));
  }

  private static Window ceil(long kernel, long stride, long padding) {
    return new Window(
        Pair.both(kernel), Pair.both(stride), Padding.of(padding, padding), Pair.both(1), true);
  }

  private static Window same(long kernel, long stride) {
    return Window.of(Pair.both(kernel), Pair.both(stride), new Padding.Same(), Pair.both(1));
  }

  @Override
  public String toString() {
    return name;
  }
}
