package dev.specc.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param start of its bytes, counted from the end of the header
 * @param end after its last byte
 */
record TensorEntry(String name, DataType type, Shape shape, long start, long end) {
  long bytes() {
    return end - start;
  }
}
