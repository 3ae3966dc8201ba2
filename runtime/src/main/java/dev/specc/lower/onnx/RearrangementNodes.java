package dev.specc.lower.onnx;

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
import java.util.List;

/** The ops that move elements. */
final class RearrangementNodes {
  private RearrangementNodes() {}

  static void write(Rearrangement op, Call call) {
    switch (op) {
      case Flatten flatten -> flatten(call);
      case Reshape reshape -> reshape(call);
      case Pad pad -> pad(pad, call);
      case PadChannels pad -> padChannels(pad, call);
      case Upsample upsample -> upsample(upsample, call);
      case ChannelShuffle shuffle -> shuffle(shuffle, call);
      case Slice slice -> slice(slice, call);
    }
  }

  private static void flatten(Call call) {
    if (call.output().rank() == 1) {
      call.result("Flatten", call.inputs(), Attribute.of("axis", 1));
    } else {
      reshape(call);
    }
  }

  private static void reshape(Call call) {
    call.result("Reshape", List.of(call.x(), call.batched("shape", call.output().dims())));
  }

  /** A value with rows and columns around it. */
  static String pad(String x, Sides sides, double fill, Call call) {
    String pads = pads(0, sides, call);
    return call.value("Pad", List.of(x, pads, fill(fill, call)));
  }

  /**
   * A zero is a negative one: of a positive one ONNX Runtime takes a pool that follows for a padded
   * pool, and those do not see their padding.
   */
  private static String fill(double value, Call call) {
    return call.number("fill", value == 0 ? -0.0 : value);
  }

  private static String pads(long channelsAfter, Sides sides, Call call) {
    return call.wholes(
        "pads", 0, 0, sides.top(), sides.left(), 0, channelsAfter, sides.bottom(), sides.right());
  }

  /** Where all is cut off, ONNX Runtime does not write what the same node adds. */
  private static void pad(Pad pad, Call call) {
    Sides around =
        new Sides(
            Math.max(pad.top(), 0),
            Math.max(pad.bottom(), 0),
            Math.max(pad.left(), 0),
            Math.max(pad.right(), 0));
    Sides cut =
        new Sides(
            Math.min(pad.top(), 0),
            Math.min(pad.bottom(), 0),
            Math.min(pad.left(), 0),
            Math.min(pad.right(), 0));
    boolean both = !around.isNone() && !cut.isNone();
    String x = both ? pad(call.x(), cut, pad.value(), call) : call.x();
    padded(x, cut.isNone() || both ? around : cut, pad.value(), call);
  }

  /** The node's value is another one with rows and columns around it. */
  static void padded(String x, Sides sides, double fill, Call call) {
    call.result("Pad", List.of(x, pads(0, sides, call), fill(fill, call)));
  }

  private static void padChannels(PadChannels pad, Call call) {
    String thinned = call.x();
    if (pad.stride().height() > 1 || pad.stride().width() > 1) {
      Shape in = call.shape();
      thinned =
          call.value(
              "Slice",
              List.of(
                  call.x(),
                  call.wholes("from", 0, 0),
                  call.wholes("to", in.height(), in.width()),
                  call.wholes("axes", 2, 3),
                  call.wholes("steps", pad.stride().height(), pad.stride().width())));
    }
    call.result("Pad", List.of(thinned, pads(pad.channels(), new Sides(0, 0, 0, 0), call)));
  }

  private static void upsample(Upsample upsample, Call call) {
    String scales =
        call.numbers(
            "scales", List.of(4L), 1, 1, upsample.factor().height(), upsample.factor().width());
    List<String> inputs = List.of(call.x(), "", scales);
    switch (upsample.mode()) {
      case NEAREST ->
          call.result(
              "Resize",
              inputs,
              Attribute.of("mode", "nearest"),
              Attribute.of("coordinate_transformation_mode", "asymmetric"),
              Attribute.of("nearest_mode", "floor"));
      case BILINEAR ->
          call.result(
              "Resize",
              inputs,
              Attribute.of("mode", "linear"),
              Attribute.of(
                  "coordinate_transformation_mode",
                  upsample.alignCorners() ? "align_corners" : "half_pixel"));
    }
  }

  private static void shuffle(ChannelShuffle shuffle, Call call) {
    Shape in = call.shape();
    String grouped =
        call.value(
            "Reshape",
            List.of(
                call.x(),
                call.batched(
                    "grouped",
                    List.of(
                        shuffle.groups(),
                        in.channels() / shuffle.groups(),
                        in.height(),
                        in.width()))));
    String exchanged =
        call.value("Transpose", List.of(grouped), Attribute.list("perm", 0, 2, 1, 3, 4));
    call.result("Reshape", List.of(exchanged, call.batched("shape", in.dims())));
  }

  private static void slice(Slice slice, Call call) {
    long channels = call.shape().channels();
    call.result(
        "Slice",
        List.of(
            call.x(),
            call.wholes("from", slice.from(channels)),
            call.wholes("to", slice.to(channels)),
            call.wholes("axes", 1)));
  }
}
