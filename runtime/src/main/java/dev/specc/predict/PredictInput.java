package dev.specc.predict;

import dev.specc.analyse.Analysis;
import dev.specc.data.DataException;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a file's array is a batch that a net takes, and how it is cut into smaller ones. */
public final class PredictInput {
  /** Activations of one pass. Weights come on top. */
  private static final long BYTES_AT_ONCE = 256L << 20;

  private static final int MOST_AT_ONCE = 64;

  private PredictInput() {}

  /**
   * @throws DataException where the net takes several inputs
   */
  public static void requireOne(Graph net) {
    if (net.inputs().size() != 1) {
      throw new DataException(
          "the net takes %d inputs, and predict runs nets with one".formatted(net.inputs().size()));
    }
  }

  /**
   * The size that a file asks for, as {@code --size} writes it.
   *
   * @param net the net at the spec's own size; of one input
   * @throws DataException where the file holds no batch of such inputs, at any size
   */
  public static String size(String file, List<Long> dims, Graph net) {
    Shape own = net.inputs().getFirst().output();
    if (dims.size() != own.rank() + 1) {
      throw new DataException(
          "%s: its shape is %s, and the net takes a batch of %s"
              .formatted(file, dims, own.isMap() ? "[N, C, H, W]" : "[N, F]"));
    }
    if (dims.contains(0L)) {
      throw new DataException(file + ": its shape is " + dims + ": there is nothing in it");
    }
    if (dims.get(1) != own.channels()) {
      throw new DataException(
          "%s: has %d channels, and the net takes %d".formatted(file, dims.get(1), own.channels()));
    }
    return dims.stream().skip(1).map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** How many inputs run at once, so that memory does not grow with the file. */
  public static int atOnce(Graph net) {
    long each = Math.max(1, Analysis.of(net).peakBytes());
    return Math.clamp(BYTES_AT_ONCE / each, 1, MOST_AT_ONCE);
  }
}
