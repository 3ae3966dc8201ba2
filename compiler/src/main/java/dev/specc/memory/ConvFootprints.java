package dev.specc.memory;

import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Padding.Sides;
import dev.specc.op.Pair;
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
 * is what traces of malloc and of oneDNN's primitives showed with libtorch 2.7.1.
 */
final class ConvFootprints {
  private static final long BLOCK = 16;

  /** The widest depthwise kernel for whose gradient oneDNN has code of its own. */
  private static final long NARROW = 3;

  private final Layouts layouts;
  private final Processor processor;
  private final long batch;
  private final Precision type;

  ConvFootprints(Layouts layouts, Processor processor, long batch, Precision type) {
    this.layouts = layouts;
    this.processor = processor;
    this.batch = batch;
    this.type = type;
  }

  /**
   * The bytes of a weight, and how it is used.
   *
   * @param gradient of its gradient in the blocks in which it is computed
   * @param sums of float32, in which a gradient of low precision is summed up besides
   * @param steps whether all channels are summed up and the stride is above 1: for the input's
   *     gradient oneDNN then has code with channels last alone, whatever lies how; what it gives is
   *     copied as it is and then made contiguous, so that it is there three times
   */
  private record Weight(long bytes, long gradient, long sums, long groups, boolean steps) {}

  /** Where {@code same} pads the sides differently, a padded copy is made and saved instead. */
  Footprint of(Conv conv, Node node, Shape input, boolean needsGradient) {
    Sides sides = conv.window().sides(input);
    Weight weight = weight(conv, input);
    if (sides.isSymmetric()) {
      return copying(node, input, of(node, input, weight, needsGradient)).savingInputs();
    }
    Shape padded =
        Shape.of(
            input.channels(),
            input.height() + sides.top() + sides.bottom(),
            input.width() + sides.left() + sides.right());
    return of(node, padded, weight, needsGradient)
        .keeping(Bytes.of(padded.elements(), batch, type));
  }

  Footprint of(ConvTranspose conv, Node node, Shape input, boolean needsGradient) {
    long elements = conv.parameters(List.of(input)).getFirst().elements();
    Weight weight = weight(elements, elements, conv.groups(), false);
    return copying(node, input, of(node, input, weight, needsGradient)).savingInputs();
  }

  /** Either pass copies an input that does not lie as the convolution computes. */
  private Footprint copying(Node node, Shape input, Footprint plain) {
    boolean copies = layouts.copiesInput(node, layouts.of(node.id()));
    long copied = copies ? Bytes.of(input.elements(), batch, type) : 0;
    return plain.peaking(plain.forwardPeak() + copied, plain.backwardPeak() + copied);
  }

  /**
   * With groups, the gradient has blocks of 16 times 16 channels in each group, however few there
   * are; for depthwise kernels that are not wide there is code without.
   */
  private Weight weight(Conv conv, Shape input) {
    long elements = conv.parameters(List.of(input)).getFirst().elements();
    long ins = input.channels() / conv.groups();
    long outs = conv.out() / conv.groups();
    boolean narrow = conv.window().kernel().width() <= NARROW;
    boolean asItIs = conv.groups() == 1 || narrow && ins == 1 && outs == 1;
    return weight(
        elements,
        asItIs ? elements : elements / (ins * outs) * wholeBlocks(ins) * wholeBlocks(outs),
        conv.groups(),
        conv.groups() == 1 && !conv.window().stride().equals(Pair.both(1)));
  }

  private Weight weight(long elements, long inGradient, long groups, boolean steps) {
    return new Weight(
        Bytes.of(elements, 1, type),
        Bytes.of(inGradient, 1, type),
        type == Precision.FLOAT32 ? 0 : Bytes.of(inGradient, 1),
        groups,
        steps);
  }

  private static long wholeBlocks(long channels) {
    return Math.ceilDiv(channels, BLOCK) * BLOCK;
  }

  private Footprint of(Node node, Shape input, Weight weight, boolean needsGradient) {
    Shape output = node.output();
    long in = Bytes.of(input.elements(), batch, type);
    long out = Bytes.of(output.elements(), batch, type);
    long inGradient = needsGradient ? in : 0;
    Footprint plain = Footprint.plain(out, inGradient).wantingContiguous();
    if (processor == Processor.GPU) {
      return plain.peaking(out, inGradient + weight.bytes);
    }
    if (layouts.of(node.id()) == MemoryFormat.CHANNELS_LAST) {
      long more = weight.gradient + Math.max(weight.sums, 2 * weight.bytes);
      return plain.peaking(out + weight.bytes, inGradient + more);
    }
    long inBlocks = blocked(input, weight.groups);
    long outBlocks = blocked(output, weight.groups);
    boolean few = input.channels() < BLOCK;
    long read = few ? 0 : inBlocks;
    long readAgain = few ? halfBlocked(input) : inBlocks;
    long forward = Math.max(read + weight.bytes + outBlocks, outBlocks + out);
    long toInput = weight.steps ? 3 * in : outBlocks + weight.bytes + inBlocks;
    long more = weight.gradient + Math.max(outBlocks + readAgain + weight.sums, weight.bytes);
    long toBoth = inGradient + Math.max(inBlocks, more);
    return plain.peaking(forward, needsGradient ? Math.max(toInput, toBoth) : toBoth);
  }

  /** For its weight's gradient an input of 4 to 15 channels goes into blocks of 8. */
  private long halfBlocked(Shape shape) {
    boolean asItIs = shape.channels() < 4;
    long half = BLOCK / 2;
    long whole = Math.ceilDiv(shape.channels(), half) * half;
    return asItIs ? 0 : Bytes.of(shape.withChannels(whole).elements(), batch, type);
  }

  private long blocked(Shape shape, long groups) {
    long whole = groups > 1 ? shape.channels() : wholeBlocks(shape.channels());
    return Bytes.of(shape.withChannels(whole).elements(), batch, type);
  }
}
