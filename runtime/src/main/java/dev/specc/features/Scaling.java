package dev.specc.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.DataException;
import java.util.List;

/**
 * {@code (x - mean) / std}, channel by channel, as torchvision's Normalize.
 *
 * @param mean one for all channels, or one for each; empty for no scaling
 * @param std as many
 */
public record Scaling(List<Float> mean, List<Float> std) {
  public static final Scaling NONE = new Scaling(List.of(), List.of());

  /**
   * @throws DataException where the two are not as many, or a std is not above 0
   */
  public Scaling {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != std.size() || std.stream().anyMatch(s -> !(s > 0))) {
      throw new DataException("normalising takes as many means as stds, and stds above 0");
    }
  }

  /**
   * @param images [N, C, H, W]
   */
  NDArray apply(NDManager manager, NDArray images) {
    if (mean.isEmpty()) {
      return images;
    }
    long channels = images.getShape().get(1);
    if (mean.size() != 1 && mean.size() != channels) {
      throw new DataException("%d means for a net of %d channels".formatted(mean.size(), channels));
    }
    Shape perChannel = new Shape(1, mean.size(), 1, 1);
    NDArray means = manager.create(floats(mean), perChannel);
    return images.sub(means).div(manager.create(floats(std), perChannel));
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
