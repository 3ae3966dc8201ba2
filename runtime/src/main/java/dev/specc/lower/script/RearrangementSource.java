package dev.specc.lower.script;

import static dev.specc.lower.script.Call.bool;
import static java.util.stream.Collectors.joining;

import dev.specc.op.Rearrangement;
import dev.specc.op.Rearrangement.ChannelShuffle;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Rearrangement.Pad;
import dev.specc.op.Rearrangement.PadChannels;
import dev.specc.op.Rearrangement.Reshape;
import dev.specc.op.Rearrangement.Slice;
import dev.specc.op.Rearrangement.Upsample;

/** The ops that move elements. Some results share memory with their input. */
final class RearrangementSource {
  private RearrangementSource() {}

  static String of(Rearrangement op, Call call) {
    String x = call.x();
    return switch (op) {
      case Flatten flatten ->
          "torch.flatten(%s, %d, %d)".formatted(x, flatten.start(), flatten.end());
      case Reshape reshape ->
          "torch.reshape(%s, [torch.size(%s, 0)%s])"
              .formatted(x, x, reshape.shape().stream().map(d -> ", " + d).collect(joining()));
      case Pad pad ->
          "torch.constant_pad_nd(%s, [%d, %d, %d, %d], %s)"
              .formatted(x, pad.left(), pad.right(), pad.top(), pad.bottom(), pad.value());
      case PadChannels pad -> padChannels(pad, x);
      case Upsample upsample -> upsample(upsample, x);
      case ChannelShuffle shuffle -> channelShuffle(x, shuffle.groups());
      case Slice slice -> {
        long channels = call.shape().channels();
        yield "torch.slice(%s, 1, %d, %d, 1)"
            .formatted(x, slice.from(channels), slice.to(channels));
      }
    };
  }

  static String channelShuffle(String x, long groups) {
    return "torch.flatten(torch.transpose(torch.unflatten(%s, 1, [%d, -1]), 1, 2), 1, 2)"
        .formatted(x, groups);
  }

  private static String padChannels(PadChannels pad, String x) {
    String rows = everyNth(x, 2, pad.stride().height());
    String thinned = everyNth(rows, 3, pad.stride().width());
    return "torch.constant_pad_nd(%s, [0, 0, 0, 0, 0, %d], 0)".formatted(thinned, pad.channels());
  }

  private static String everyNth(String x, int axis, long n) {
    return n == 1 ? x : "torch.slice(%s, %d, None, None, %d)".formatted(x, axis, n);
  }

  private static String upsample(Upsample upsample, String x) {
    String factors = "[%d., %d.]".formatted(upsample.factor().height(), upsample.factor().width());
    return switch (upsample.mode()) {
      case NEAREST -> "torch.upsample_nearest2d(%s, None, %s)".formatted(x, factors);
      case BILINEAR ->
          "torch.upsample_bilinear2d(%s, None, %s, %s)"
              .formatted(x, bool(upsample.alignCorners()), factors);
    };
  }
}
