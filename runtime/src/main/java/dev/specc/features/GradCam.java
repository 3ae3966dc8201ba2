package dev.specc.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import dev.specc.data.DataException;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.picture.ColourMap;
import dev.specc.predict.LoadedNet;
import dev.specc.train.TorchEngine;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where a net looks for a class: Grad-CAM (Selvaraju et al. 2017, section 3). The maps of a node
 * are summed, each times the mean of the gradient of the class's output with respect to it; what is
 * left above zero speaks for the class.
 *
 * @param label the class
 * @param score its output
 * @param values [height, width] of the node's maps, 0 or more
 */
public record GradCam(int label, double score, int height, int width, float[] values) {
  private static final double STRENGTH = 0.55;

  /**
   * @param trained the net with its auxiliary heads: what the weights must be those of
   * @param node of {@code graph}, which gives maps
   * @param wanted a class; empty for the one with the largest output
   * @throws DataException where the net gives no list of classes, or has no such class
   */
  public static GradCam of(
      Graph trained,
      Graph graph,
      Node node,
      Path weights,
      FeatureImage image,
      Scaling scaling,
      OptionalInt wanted,
      Device device) {
    if (graph.outputShape().rank() != 1) {
      throw new DataException("the net gives " + graph.outputShape() + ", no list of classes");
    }
    long classes = graph.outputShape().channels();
    if (wanted.isPresent() && (wanted.getAsInt() < 0 || wanted.getAsInt() >= classes)) {
      throw new DataException(
          "there is no class %d: the net has %d, from 0 on".formatted(wanted.getAsInt(), classes));
    }
    try (LoadedNet net = new LoadedNet(trained, Probe.of(graph, node), weights, device);
        NDManager step = net.manager().newSubManager()) {
      NDArray input = image.batch(step, graph.inputs().getFirst().output(), scaling);
      NDArray delta = step.zeros(net.inputShape(1, 1));
      delta.setRequiresGradient(true);
      try (GradientCollector gradients = TorchEngine.get().newGradientCollector()) {
        NDList outputs = net.forward(new NDList(input, delta));
        NDArray scores = outputs.get(1);
        int label = wanted.orElseGet(() -> (int) scores.argMax(1).toLongArray()[0]);
        NDArray score = scores.get(new NDIndex(0, label));
        gradients.backward(score);
        return of(label, score.getFloat(), outputs.get(0), delta.getGradient());
      }
    }
  }

  private static GradCam of(int label, double score, NDArray maps, NDArray gradient) {
    Maps values = FeatureMaps.maps(maps.stopGradient());
    Maps gradients = FeatureMaps.maps(gradient);
    float[] sum = new float[values.height() * values.width()];
    for (int c = 0; c < values.channels(); c++) {
      double weight = gradients.mean(c);
      float[] map = values.map(c);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) (weight * map[i]);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.max(0, sum[i]);
    }
    return new GradCam(label, score, values.height(), values.width(), sum);
  }

  /** Whether no place speaks for the class. */
  public boolean isEmpty() {
    for (float value : values) {
      if (value > 0) {
        return false;
      }
    }
    return true;
  }

  /** The map in colours, enlarged to an image's size without steps. */
  public BufferedImage image(int imageHeight, int imageWidth) {
    return ColourMap.INFERNO.image(resized(imageHeight, imageWidth), imageHeight, imageWidth);
  }

  /** Bilinear, with pixels as areas: PyTorch's {@code align_corners=False}. */
  private float[] resized(int toHeight, int toWidth) {
    float[] resized = new float[toHeight * toWidth];
    for (int i = 0; i < resized.length; i++) {
      double y = Math.clamp((i / toWidth + 0.5) * height / toHeight - 0.5, 0, height - 1);
      double x = Math.clamp((i % toWidth + 0.5) * width / toWidth - 0.5, 0, width - 1);
      int top = (int) y;
      int left = (int) x;
      int bottom = Math.min(top + 1, height - 1);
      int right = Math.min(left + 1, width - 1);
      double upper = mixed(values[top * width + left], values[top * width + right], x - left);
      double lower = mixed(values[bottom * width + left], values[bottom * width + right], x - left);
      resized[i] = (float) mixed(upper, lower, y - top);
    }
    return resized;
  }

  private static double mixed(double a, double b, double share) {
    return a + share * (b - a);
  }

  /** The map over the image that it was made for. */
  public BufferedImage over(BufferedImage image) {
    BufferedImage map = image(image.getHeight(), image.getWidth());
    BufferedImage over =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        over.setRGB(x, y, blended(map.getRGB(x, y), image.getRGB(x, y)));
      }
    }
    return over;
  }

  private static int blended(int upper, int lower) {
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double part = mixed(lower >> shift & 0xff, upper >> shift & 0xff, STRENGTH);
      rgb |= (int) Math.round(part) << shift;
    }
    return rgb;
  }
}
