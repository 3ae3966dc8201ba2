package dev.specc.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.NpyReader;
import java.util.List;

/** The rows of an array, as they are. */
record Rows(NpyReader reader) implements Inputs {
  @Override
  public List<Long> dims() {
    return reader.dims();
  }

  @Override
  public String name(int index) {
    return String.valueOf(index);
  }

  @Override
  public NDArray batch(NDManager manager, long from, int count) {
    Shape each = new Shape(dims().stream().skip(1).mapToLong(d -> d).toArray());
    return manager.create(
        reader.rows(from, count), new Shape(count).addAll(each), DataType.FLOAT32);
  }

  @Override
  public void close() {
    reader.close();
  }
}
