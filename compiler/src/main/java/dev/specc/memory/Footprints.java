package dev.specc.memory;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
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
import dev.specc.op.Padding.Sides;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.op.Zero;
import dev.specc.precision.Precision;
import dev.specc.schedule.BackwardReads;
import java.util.List;

/**
 * What each op keeps for its backward pass and takes while it runs. What is kept is what the
 * formulas of libtorch's derivatives name (tools/autograd/derivatives.yaml of PyTorch 2.7); what is
 * taken besides was seen in traces of malloc over nets of each op.
 */
final class Footprints {
  private final Graph graph;
  private final Layouts layouts;
  private final Processor processor;
  private final long batch;
  private final Precision type;
  private final ConvFootprints convs;

  /**
   * @param type of the nodes' values, in which they take their inputs, too
   */
  Footprints(Graph graph, Layouts layouts, Processor processor, long batch, Precision type) {
    this.graph = graph;
    this.layouts = layouts;
    this.processor = processor;
    this.batch = batch;
    this.type = type;
    this.convs = new ConvFootprints(layouts, processor, batch, type);
  }

  /**
   * @param needsGradient whether the first input's gradient is computed
   * @param written whether the compiler writes the derivative
   */
  Footprint of(Node node, boolean needsGradient, boolean written) {
    List<Shape> inputs = graph.inputShapes(node);
    Shape input = inputs.isEmpty() ? node.output() : inputs.getFirst();
    long in = bytes(input);
    long out = bytes(node.output());
    Footprint plain = Footprint.plain(out, needsGradient ? in : 0);
    return switch (node.op()) {
      case Input given -> plain;
      case Conv conv -> convs.of(conv, node, input, needsGradient);
      case ConvTranspose conv -> convs.of(conv, node, input, needsGradient);
      case Linear linear -> linear(plain, node, input, needsGradient);
      case Normalisation norm -> normalisation(norm, plain, node, input);
      // The scale's gradient is summed up from a product of the input's size.
      case LayerScale scale -> plain.savingInputs().peaking(out, 2 * in);
      case Activation activation -> activation(activation, plain, node, written);
      case Pool pool -> pool(pool, plain, input);
      case Regularisation regularisation -> regularisation(regularisation, plain);
      case Rearrangement rearrangement -> rearrangement(rearrangement, plain, node);
      // Two calls: the product takes the place of the input, or of its gradient.
      case Affine affine -> plain;
      case Identity identity -> Footprint.view();
      case Zero zero -> plain;
      case Join join -> join(join, plain, inputs, out);
    };
  }

  private long bytes(Shape shape) {
    return Bytes.of(shape.elements(), batch, type);
  }

  /** The bytes of an input that is copied since it does not lie as an op computes. */
  private long copied(Node node, Shape input, MemoryFormat format) {
    return layouts.copiesInput(node, format) ? bytes(input) : 0;
  }

  /** On a feature map that is copied, the factor of the product is the copy, and that is saved. */
  private Footprint linear(Footprint plain, Node node, Shape input, boolean needsGradient) {
    long weight = Bytes.of(Math.multiplyExact(input.channels(), node.output().channels()), 1, type);
    long copied = input.isMap() ? copied(node, input, MemoryFormat.CHANNELS_LAST) : 0;
    long inGradient = needsGradient ? bytes(input) : 0;
    Footprint product = plain.peaking(plain.output(), inGradient + weight).wantingContiguous();
    return copied > 0 ? product.keeping(copied) : product.savingInputs();
  }

  private Footprint normalisation(Normalisation op, Footprint plain, Node node, Shape input) {
    long in = bytes(input);
    return switch (op) {
      // A gradient that lies otherwise is read as it is.
      case Normalisation.BatchNorm norm -> plain.savingInputs().peaking(in, in);
      case Normalisation.LayerNorm norm -> {
        long copied = input.isMap() ? copied(node, input, MemoryFormat.CHANNELS_LAST) : 0;
        long statistics = 2 * Bytes.of(input.height() * input.width(), batch);
        yield plain
            .savingInputs()
            .peaking(in + copied, in + copied)
            .keeping(statistics)
            .wantingContiguous();
      }
      case Normalisation.GroupNorm norm -> {
        long copied = copied(node, input, MemoryFormat.CONTIGUOUS);
        // A copy is made beforehand, and saved instead.
        Footprint normal = plain.peaking(in, in).wantingContiguous();
        yield copied > 0 ? normal.keeping(copied) : normal.savingInputs();
      }
      case Normalisation.LocalResponseNorm norm -> {
        long padded = bytes(input.withChannels(input.channels() + norm.size() - 1));
        yield plain.savingInputs().peaking(2 * in, 4 * in).keeping(padded + 2 * in);
      }
    };
  }

  private Footprint activation(Activation op, Footprint plain, Node node, boolean written) {
    Footprint kept = BackwardReads.input(op, written) ? plain.savingInputs() : plain.savingOutput();
    if (op instanceof Activation.Softmax || op instanceof Activation.LogSoftmax) {
      long copied = copied(node, node.output(), MemoryFormat.CONTIGUOUS);
      return kept.peaking(plain.output() + copied, plain.backwardPeak()).wantingContiguous();
    }
    return kept;
  }

  /** The places of maxima are int64. */
  private Footprint pool(Pool op, Footprint plain, Shape input) {
    long places = plain.output() / type.bytes() * Long.BYTES;
    return switch (op) {
      case Pool.MaxPool pool -> windowed(pool.window(), plain, input).keeping(places);
      case Pool.AvgPool pool -> windowed(pool.window(), plain, input);
      case Pool.AdaptiveMaxPool pool -> plain.savingInputs().keeping(places);
      case Pool.GlobalMaxPool pool -> plain.savingInputs().keeping(places);
      case Pool.AdaptiveAvgPool pool ->
          pool.out().height() == 1 && pool.out().width() == 1 ? plain : plain.savingInputs();
      // A mean: its backward pass needs the shape alone.
      case Pool.GlobalAvgPool pool -> plain;
    };
  }

  private Footprint windowed(Window window, Footprint plain, Shape input) {
    Sides sides = window.sides(input);
    if (sides.isSymmetric()) {
      return plain.savingInputs();
    }
    Shape padded =
        Shape.of(
            input.channels(),
            input.height() + sides.top() + sides.bottom(),
            input.width() + sides.left() + sides.right());
    // The padded input is let go of before its gradient is cropped.
    return plain.keeping(bytes(padded)).peaking(plain.output() + bytes(padded), bytes(padded));
  }

  /**
   * A mask of the value's type on a CPU, of bytes on a GPU; drop path has one number for each
   * example.
   */
  private Footprint regularisation(Regularisation op, Footprint plain) {
    return switch (op) {
      case Regularisation.Dropout drop ->
          plain.keeping(
              processor == Processor.CPU ? plain.output() : plain.output() / type.bytes());
      case Regularisation.DropPath drop -> plain;
    };
  }

  private Footprint rearrangement(Rearrangement op, Footprint plain, Node node) {
    return switch (op) {
      case Rearrangement.Flatten flatten -> reshaped(plain, node);
      case Rearrangement.Reshape reshape -> reshaped(plain, node);
      case Rearrangement.Slice slice ->
          new Footprint(0, false, false, 0, 0, plain.backwardPeak(), false, false);
      case Rearrangement.Pad pad -> plain;
      case Rearrangement.PadChannels pad -> plain;
      case Rearrangement.Upsample upsample -> plain;
      case Rearrangement.ChannelShuffle shuffle -> plain;
    };
  }

  /** What has channels last, or is a slice, has to be copied where its channels do not stay. */
  private Footprint reshaped(Footprint plain, Node node) {
    boolean copies =
        !layouts.keepsChannels(node) && layouts.copiesInput(node, MemoryFormat.CONTIGUOUS);
    return copies ? plain.passingGradient() : Footprint.view();
  }

  private Footprint join(Join op, Footprint plain, List<Shape> inputs, long out) {
    return switch (op) {
      case Join.Concat concat -> plain.passingGradient();
      // A sum so far takes the place of its summands.
      case Join.Add add -> plain.passingGradient();
      case Join.Multiply multiply -> {
        long gradients = inputs.stream().mapToLong(this::bytes).sum();
        boolean gates = inputs.stream().anyMatch(shape -> bytes(shape) < out);
        long partial = (inputs.size() - 2) * out;
        yield plain
            .savingInputs()
            .keeping(partial)
            .peaking(out + partial, gradients + (gates ? out : 0));
      }
    };
  }
}
