package dev.specc.memory;

import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import java.util.List;

/**
 * What convolutions take.
 *
 * <p>On a CPU, oneDNN computes on blocks of 16 channels (AVX-512). From contiguous arrays it copies
 * what it reads into blocks (an input of fewer channels is read as it is in the forward pass) and
 * what it made out of them, one after the other: in the forward pass input, weight and result; for
 * the gradient of the input, the result's gradient, the weight and the input's gradient; for the
 * weight's, the result's gradient, the input and the weight's gradient. Arrays with channels last
 * are used as they are, but for the weight, whose gradient is there three times for a moment. This
 * is what traces of malloc showed with libtorch 2.7.1.
 */
final class ConvFootprints {
  private static final long BLOCK = 16;

  private final MemoryFormat format;
  private final Processor processor;
  private final long batch;
  private final Precision type;

  ConvFootprints(MemoryFormat format, Processor processor, long batch, Precision type) {
    this.format = format;
    this.processor = processor;
    this.batch = batch;
    this.type = type;
  }

  /** Where {@code same} pads the sides differently, a padded copy is made and saved instead. */
  Footprint of(Conv conv, Shape input, Shape output, boolean needsGradient) {
    Sides sides = conv.window().sides(input);
    long weight = Bytes.of(conv.parameters(List.of(input)).getFirst().elements(), 1, type);
    if (sides.isSymmetric()) {
      return of(input, output, weight, conv.groups(), needsGradient).savingInputs();
    }
    Shape padded =
        Shape.of(
            input.channels(),
            input.height() + sides.top() + sides.bottom(),
            input.width() + sides.left() + sides.right());
    return of(padded, output, weight, conv.groups(), needsGradient)
        .keeping(Bytes.of(padded.elements(), batch, type));
  }

  Footprint of(ConvTranspose conv, Shape input, Shape output, boolean needsGradient) {
    long weight = Bytes.of(conv.parameters(List.of(input)).getFirst().elements(), 1, type);
    return of(input, output, weight, conv.groups(), needsGradient).savingInputs();
  }

  private Footprint of(Shape input, Shape output, long weight, long groups, boolean needsGradient) {
    long in = Bytes.of(input.elements(), batch, type);
    long out = Bytes.of(output.elements(), batch, type);
    long inGradient = needsGradient ? in : 0;
    Footprint plain = Footprint.plain(out, inGradient).wantingContiguous();
    if (processor == Processor.GPU) {
      return plain.peaking(out, inGradient + weight);
    }
    if (format == MemoryFormat.CHANNELS_LAST) {
      return plain.peaking(out + weight, inGradient + 3 * weight);
    }
    long inBlocks = blocked(input, groups);
    long outBlocks = blocked(output, groups);
    boolean few = input.channels() < BLOCK;
    long read = few ? 0 : inBlocks;
    long readAgain = few ? halfBlocked(input) : inBlocks;
    long forward = Math.max(read + weight + outBlocks, outBlocks + out);
    long toInput = needsGradient ? outBlocks + weight + inBlocks : 0;
    long toWeight = inGradient + Math.max(outBlocks + readAgain + weight, 2 * weight);
    return plain.peaking(forward, Math.max(toInput, Math.max(inBlocks + inGradient, toWeight)));
  }

  /** For its weight's gradient an input of 4 to 15 channels goes into blocks of 8. */
  private long halfBlocked(Shape shape) {
    boolean asItIs = shape.channels() < 4;
    long half = BLOCK / 2;
    long whole = Math.ceilDiv(shape.channels(), half) * half;
    return asItIs ? 0 : Bytes.of(shape.withChannels(whole).elements(), batch, type);
  }

  private long blocked(Shape shape, long groups) {
    long channels = shape.channels();
    long whole = groups > 1 ? channels : Math.ceilDiv(channels, BLOCK) * BLOCK;
    return Bytes.of(shape.withChannels(whole).elements(), batch, type);
  }
}
