package dev.specc.weights;

import java.util.List;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param start of its bytes, counted from the end of the header
 * @param end after its last byte
 */
record TensorEntry(String name, ElementType type, List<Long> dims, long start, long end) {
  TensorEntry {
    dims = List.copyOf(dims);
  }

  long bytes() {
    return end - start;
  }

  String place() {
    return "bytes " + start + " to " + end;
  }
}
