package dev.specc.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Activation.Relu6;
import dev.specc.op.Activation.Sigmoid;
import dev.specc.op.Conv;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.Pool.AvgPool;
import dev.specc.op.Pool.GlobalAvgPool;
import dev.specc.op.Pool.MaxPool;
import dev.specc.op.Rearrangement.Flatten;
import dev.specc.op.Rearrangement.PadChannels;
import dev.specc.op.Regularisation;
import dev.specc.op.Window;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A graph made of DJL's own layers, as one writes it by hand with DJL: what the benchmarks compare
 * with. It knows the ops that they need.
 */
final class DjlLayers extends AbstractBlock {
  private final Graph graph;
  private final Block[] layers;

  DjlLayers(Graph graph) {
    this.graph = graph;
    this.layers = new Block[graph.nodes().size()];
    for (Node node : graph.layers()) {
      if (!(node.op() instanceof Join)) {
        layers[node.id()] = addChildBlock(node.path().replace('.', '_'), layer(node.op()));
      }
    }
  }

  private static Block layer(Op op) {
    return switch (op) {
      case Conv conv -> conv(conv);
      case Linear linear ->
          ai.djl.nn.core.Linear.builder().setUnits(linear.out()).optBias(linear.bias()).build();
      case Normalisation.BatchNorm norm ->
          BatchNorm.builder()
              .optEpsilon((float) norm.eps())
              .optMomentum((float) (1 - norm.momentum()))
              .build();
      case Relu relu -> Activation.reluBlock();
      case Sigmoid sigmoid -> Activation.sigmoidBlock();
      case Relu6 relu6 -> Activation.relu6Block();
      case MaxPool pool ->
          Pool.maxPool2dBlock(
              shape(pool.window().kernel()),
              shape(pool.window().stride()),
              padding(pool.window()),
              pool.window().ceilMode());
      case AvgPool pool ->
          Pool.avgPool2dBlock(
              shape(pool.window().kernel()),
              shape(pool.window().stride()),
              padding(pool.window()),
              pool.window().ceilMode());
      case GlobalAvgPool pool ->
          new SequentialBlock()
              .add(Pool.globalAvgPool2dBlock())
              .add(lambda(x -> x.reshape(x.getShape().addAll(new Shape(1, 1)))));
      case Flatten flatten -> Blocks.batchFlattenBlock();
      case PadChannels pad -> lambda(x -> padChannels(x, pad));
      case Regularisation.Dropout drop -> Dropout.builder().optRate((float) drop.p()).build();
      case Identity identity -> Blocks.identityBlock();
      default -> throw new IllegalArgumentException("no layer of DJL for " + op);
    };
  }

  private static Block conv(Conv conv) {
    Window window = conv.window();
    return Conv2d.builder()
        .setFilters(Math.toIntExact(conv.out()))
        .setKernelShape(shape(window.kernel()))
        .optStride(shape(window.stride()))
        .optPadding(padding(window))
        .optDilation(shape(window.dilation()))
        .optGroups(Math.toIntExact(conv.groups()))
        .optBias(conv.bias())
        .build();
  }

  private static NDArray padChannels(NDArray x, PadChannels pad) {
    Pair stride = pad.stride();
    NDArray thinned = x.get(":, :, ::%d, ::%d".formatted(stride.height(), stride.width()));
    return thinned.pad(new Shape(0, 0, 0, 0, 0, pad.channels()), 0);
  }

  private static Block lambda(UnaryOperator<NDArray> function) {
    return LambdaBlock.singleton(function::apply);
  }

  private static Shape padding(Window window) {
    var sides = window.padding().sides(1, 1, window.kernel(), window.stride(), window.dilation());
    return new Shape(sides.top(), sides.left());
  }

  private static Shape shape(Pair pair) {
    return new Shape(pair.height(), pair.width());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDList[] values = new NDList[layers.length];
    for (Node node : graph.nodes()) {
      NDList[] taken = node.inputs().stream().map(id -> values[id]).toArray(NDList[]::new);
      values[node.id()] =
          switch (node.op()) {
            case Input input -> inputs;
            case Join.Add add -> new NDList(taken[0].head().add(taken[1].head()));
            case Join.Concat concat ->
                new NDList(
                    NDArrays.concat(
                        new NDList(Arrays.stream(taken).map(NDList::head).toList()), 1));
            default -> layers[node.id()].forward(store, taken[0], training);
          };
    }
    return values[graph.outputs().getFirst().node()];
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {batched(inputShapes[0].get(0), graph.outputShape())};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    long batch = inputShapes[0].get(0);
    for (Node node : graph.layers()) {
      if (layers[node.id()] != null) {
        Shape input = batched(batch, graph.inputShapes(node).getFirst());
        layers[node.id()].initialize(manager, type, input);
      }
    }
  }

  private static Shape batched(long batch, dev.specc.op.Shape shape) {
    return new Shape(batch).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }
}
