package dev.specc.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A tensor in a file: what it is is known, its numbers are read when they are asked for. */
public interface StoredTensor {
  ElementType type();

  List<Long> dims();

  /** How many numbers it holds. */
  default long elements() {
    return dims().stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Its numbers in the order of the dimensions, the last fastest, as {@code wanted}; little-endian.
   * Memory is taken for as many numbers as {@link #dims()} says: compare those first.
   *
   * @throws WeightsException where the file ends before the tensor does
   */
  ByteBuffer read(ElementType wanted) throws IOException;
}
