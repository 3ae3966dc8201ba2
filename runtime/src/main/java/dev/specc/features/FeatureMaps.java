package dev.specc.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.predict.LoadedNet;
import dev.specc.train.Unrecorded;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The values that a net with weights computes on the way, and the filters that it does it with. */
public final class FeatureMaps {
  private FeatureMaps() {}

  /**
   * The maps of a node for an image.
   *
   * @param trained the net with its auxiliary heads: what the weights must be those of
   * @param node of {@code graph}, which gives maps
   */
  public static Maps of(
      Graph trained,
      Graph graph,
      Node node,
      Path weights,
      FeatureImage image,
      Scaling scaling,
      Device device) {
    Graph truncated =
        new Graph(
            graph.name(),
            graph.variant(),
            graph.nodes(),
            List.of(new Graph.Output("maps", node.id())),
            List.of());
    try (LoadedNet net = new LoadedNet(trained, truncated, weights, device);
        NDManager step = net.manager().newSubManager()) {
      NDList batch = new NDList(image.batch(step, graph.inputs().getFirst().output(), scaling));
      return Unrecorded.get(() -> maps(net.forward(batch).head()));
    }
  }

  /**
   * @param array [1, C, H, W]
   */
  static Maps maps(NDArray array) {
    long[] dims = array.getShape().getShape();
    return new Maps((int) dims[1], (int) dims[2], (int) dims[3], array.toFloatArray());
  }

  /**
   * The filters of a convolution, [in / groups, height, width] each, one for each channel out.
   *
   * @param node of {@code trained}, a {@link Conv}
   */
  public static List<Maps> filters(Graph trained, Node node, Path weights) {
    try (LoadedNet net = new LoadedNet(trained, trained, weights, Device.cpu())) {
      NDArray weight = net.parameter(node.parameterPath() + ".weight");
      int out = (int) weight.getShape().get(0);
      long[] dims = weight.getShape().getShape();
      float[] all = weight.toFloatArray();
      int each = all.length / out;
      return IntStream.range(0, out)
          .mapToObj(
              i ->
                  new Maps(
                      (int) dims[1],
                      (int) dims[2],
                      (int) dims[3],
                      Arrays.copyOfRange(all, i * each, (i + 1) * each)))
          .toList();
    }
  }
}
