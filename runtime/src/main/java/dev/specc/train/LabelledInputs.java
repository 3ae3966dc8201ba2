package dev.specc.train;

import ai.djl.ndarray.NDArray;
import dev.specc.data.ImageReader;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Labelled images as a net takes them, without chance: to test it on.
 *
 * @param reader of the images
 * @param prepare from uint8 [B, C, H, W] to float32 of the net's input
 * @param classes the name of each class
 */
public record LabelledInputs(
    ImageReader reader, UnaryOperator<NDArray> prepare, List<String> classes)
    implements AutoCloseable {
  public LabelledInputs {
    classes = List.copyOf(classes);
  }

  int count() {
    return reader.images().count();
  }

  @Override
  public void close() {
    reader.close();
  }
}
