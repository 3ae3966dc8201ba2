package dev.specc.lower.blocks;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Rearrangement;
import dev.specc.op.Rearrangement.ChannelShuffle;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Rearrangement.Pad;
import dev.specc.op.Rearrangement.PadChannels;
import dev.specc.op.Rearrangement.Reshape;
import dev.specc.op.Rearrangement.Slice;
import dev.specc.op.Rearrangement.Upsample;
import dev.specc.op.Shape;

/** The ops that move elements. Some results share memory with their input. */
final class RearrangementLayers {
  /** The axes of [N, C, H, W]. */
  private static final int CHANNELS = 1;

  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  private RearrangementLayers() {}

  static Layer lower(Rearrangement op, Shape input) {
    return Layer.unary(
        switch (op) {
          case Flatten flatten -> x -> JniUtils.flatten(x, flatten.start(), flatten.end());
          case Reshape reshape -> x -> reshape(x, reshape);
          case Pad pad -> pad(pad);
          case PadChannels pad -> x -> padChannels(x, pad);
          case Upsample upsample -> upsample(upsample);
          case ChannelShuffle shuffle -> shuffle(shuffle);
          case Slice slice -> slice(slice, input.channels());
        });
  }

  private static PtNDArray reshape(PtNDArray x, Reshape reshape) {
    long[] shape = new long[reshape.shape().size() + 1];
    shape[0] = x.getShape().get(0);
    for (int i = 1; i < shape.length; i++) {
      shape[i] = reshape.shape().get(i - 1);
    }
    return JniUtils.reshape(x, shape);
  }

  private static Layer.Unary pad(Pad pad) {
    Sides sides = new Sides(pad.top(), pad.bottom(), pad.left(), pad.right());
    return x -> SlidingWindow.pad(x, sides, pad.value());
  }

  private static PtNDArray padChannels(PtNDArray x, PadChannels pad) {
    try (PtNDArray rows = everyNth(x, HEIGHT, pad.stride().height());
        PtNDArray thinned = everyNth(rows, WIDTH, pad.stride().width())) {
      return JniUtils.pad(thinned, new long[] {0, 0, 0, 0, 0, pad.channels()}, 0);
    }
  }

  private static PtNDArray everyNth(PtNDArray x, int axis, long n) {
    return JniUtils.slice(x, axis, 0, Long.MAX_VALUE, n);
  }

  /** DJL's resize smooths before it enlarges, and ignores {@code align_corners}. */
  private static Layer.Unary upsample(Upsample upsample) {
    String factors = "[%d., %d.]".formatted(upsample.factor().height(), upsample.factor().width());
    String call =
        switch (upsample.mode()) {
          case NEAREST -> "torch.upsample_nearest2d(x, None, " + factors + ")";
          case BILINEAR ->
              "torch.upsample_bilinear2d(x, None, %s, %s)"
                  .formatted(upsample.alignCorners() ? "True" : "False", factors);
        };
    return ScriptFunction.of(call, "x")::call;
  }

  /** As ShuffleNet writes it: channels as a table of groups, transposed. */
  private static Layer.Unary shuffle(ChannelShuffle shuffle) {
    String table = "torch.unflatten(x, 1, [%d, -1])".formatted(shuffle.groups());
    return ScriptFunction.of("torch.flatten(torch.transpose(" + table + ", 1, 2), 1, 2)", "x")
        ::call;
  }

  private static Layer.Unary slice(Slice slice, long channels) {
    long from = slice.from(channels);
    long to = slice.to(channels);
    return x -> JniUtils.slice(x, CHANNELS, from, to, 1);
  }
}
