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
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Zero;
import dev.specc.schedule.InPlace;
import java.util.List;

/**
 * How the values of a step lie in memory. Most ops of libtorch give what they are given, but some
 * always make one layout: a softmax over channels, a group norm, and what shuffles or reshapes
 * channels make a contiguous array even of one with channels last, a layer norm and a linear layer
 * over channels the opposite. A convolution computes with channels last where its weight or its
 * input lies so, and copies what does not. So do gradients: a mean's is an expanded number, and a
 * slice's is written into zeros; both are contiguous.
 */
final class Layouts {
  private final Graph graph;
  private final MemoryFormat net;
  private final MemoryFormat[] formats;

  /**
   * @param net of the arrays that the net is given, and of its weights
   * @param inPlace which decides the order of summands
   */
  Layouts(Graph graph, MemoryFormat net, InPlace inPlace) {
    this.graph = graph;
    this.net = net;
    this.formats = new MemoryFormat[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      formats[node.id()] = format(node, inPlace);
    }
  }

  /** Of a node's value. */
  MemoryFormat of(int id) {
    return formats[id];
  }

  /** Of what a node reads first. */
  MemoryFormat ofInput(Node node) {
    return formats[node.inputs().getFirst()];
  }

  private MemoryFormat format(Node node, InPlace inPlace) {
    return switch (node.op()) {
      case Input input -> net;
      case Conv conv -> ofConv(node);
      case ConvTranspose conv -> ofConv(node);
      case Linear linear -> MemoryFormat.CHANNELS_LAST;
      case Normalisation.LayerNorm norm -> MemoryFormat.CHANNELS_LAST;
      case Normalisation.GroupNorm norm -> MemoryFormat.CONTIGUOUS;
      case Normalisation.BatchNorm norm -> ofInput(node);
      case Normalisation.LocalResponseNorm norm -> ofInput(node);
      case Activation.Softmax softmax -> MemoryFormat.CONTIGUOUS;
      case Activation.LogSoftmax softmax -> MemoryFormat.CONTIGUOUS;
      case Activation activation -> ofInput(node);
      case Rearrangement.ChannelShuffle shuffle -> MemoryFormat.CONTIGUOUS;
      case Rearrangement.Flatten flatten -> reshaped(node);
      case Rearrangement.Reshape reshape -> reshaped(node);
      case Rearrangement rearrangement -> ofInput(node);
      case Join.Concat concat ->
          node.inputs().stream().allMatch(id -> lies(id, MemoryFormat.CHANNELS_LAST))
              ? MemoryFormat.CHANNELS_LAST
              : MemoryFormat.CONTIGUOUS;
      case Join join -> ofFirst(node, inPlace.inputs(node));
      case LayerScale scale -> ofInput(node);
      case Pool pool -> ofInput(node);
      case Regularisation regularisation -> ofInput(node);
      case Affine affine -> ofInput(node);
      case Identity identity -> ofInput(node);
      case Zero zero -> ofInput(node);
    };
  }

  private MemoryFormat reshaped(Node node) {
    return keepsChannels(node) ? ofInput(node) : MemoryFormat.CONTIGUOUS;
  }

  /** Whether positions alone are ordered anew, as in any layout a view does. */
  boolean keepsChannels(Node node) {
    return graph.inputShapes(node).getFirst().channels() == node.output().channels();
  }

  /** Gates lie both ways. */
  private MemoryFormat ofFirst(Node node, List<Integer> inputs) {
    return inputs.stream()
        .filter(id -> graph.node(id).output().equals(node.output()))
        .findFirst()
        .map(id -> formats[id])
        .orElse(net);
  }

  private MemoryFormat ofConv(Node node) {
    boolean last = net == MemoryFormat.CHANNELS_LAST;
    return last || isLast(node.inputs().getFirst())
        ? MemoryFormat.CHANNELS_LAST
        : MemoryFormat.CONTIGUOUS;
  }

  private boolean isLast(int id) {
    return formats[id] == MemoryFormat.CHANNELS_LAST && differs(graph.node(id).output());
  }

  /** Whether the formats are two: vectors, single positions and single channels lie both ways. */
  private static boolean differs(Shape shape) {
    return shape.isMap() && shape.channels() > 1 && shape.height() * shape.width() > 1;
  }

  private boolean lies(int id, MemoryFormat format) {
    return formats[id] == format || !differs(graph.node(id).output());
  }

  /** Whether an op that computes on dense arrays of its own format copies its first input. */
  boolean copiesInput(Node node, MemoryFormat format) {
    Node input = graph.node(node.inputs().getFirst());
    boolean part = input.op() instanceof Rearrangement.Slice && input.output().isMap();
    return part || !lies(input.id(), format);
  }

  /** Whether an op that computes with gradients of its result's format copies this one. */
  boolean copiesGradient(Node node, MemoryFormat gradient) {
    return gradient != formats[node.id()] && differs(node.output());
  }

  /**
   * Of the gradients by a node's inputs.
   *
   * @param given of the gradient by its result
   */
  MemoryFormat ofGradient(Node node, MemoryFormat given) {
    return switch (node.op()) {
      case Conv conv -> formats[node.id()];
      case ConvTranspose conv -> formats[node.id()];
      case Linear linear -> MemoryFormat.CHANNELS_LAST;
      case Normalisation.LayerNorm norm -> MemoryFormat.CHANNELS_LAST;
      case Normalisation.BatchNorm norm -> ofInput(node);
      case Normalisation.GroupNorm norm -> MemoryFormat.CONTIGUOUS;
      case Activation.Softmax softmax -> MemoryFormat.CONTIGUOUS;
      case Activation.LogSoftmax softmax -> MemoryFormat.CONTIGUOUS;
      case Pool.GlobalAvgPool pool -> MemoryFormat.CONTIGUOUS;
      case Pool pool -> ofInput(node);
      case Rearrangement.ChannelShuffle shuffle -> MemoryFormat.CONTIGUOUS;
      case Rearrangement.Slice slice -> MemoryFormat.CONTIGUOUS;
      case Rearrangement.Flatten flatten -> keepsChannels(node) ? given : MemoryFormat.CONTIGUOUS;
      case Rearrangement.Reshape reshape -> keepsChannels(node) ? given : MemoryFormat.CONTIGUOUS;
      case Rearrangement rearrangement -> given;
      case Activation.Relu relu -> formats[node.id()];
      case Activation.LeakyRelu relu -> formats[node.id()];
      case Normalisation.LocalResponseNorm norm -> given;
      case Activation activation -> given;
      case Join join -> given;
      case LayerScale scale -> given;
      case Regularisation regularisation -> given;
      case Affine affine -> given;
      case Input input -> given;
      case Identity identity -> given;
      case Zero zero -> given;
    };
  }
}
