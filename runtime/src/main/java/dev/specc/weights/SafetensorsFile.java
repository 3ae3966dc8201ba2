package dev.specc.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DJL's arrays by name in the safetensors format. */
public final class SafetensorsFile {
  private SafetensorsFile() {}

  /**
   * Writes a file in one move: whoever looks sees the old file or the whole new one.
   *
   * @param metadata texts by name
   * @throws IOException where the disk is full, say; the old file is untouched then
   */
  public static void write(Path file, Map<String, String> metadata, Map<String, NDArray> tensors)
      throws IOException {
    List<SafetensorsWriter.Named> named =
        tensors.entrySet().stream().map(e -> named(e.getKey(), e.getValue())).toList();
    SafetensorsWriter.write(file, metadata, named);
  }

  private static SafetensorsWriter.Named named(String name, NDArray array) {
    List<Long> dims = Arrays.stream(array.getShape().getShape()).boxed().toList();
    return new SafetensorsWriter.Named(
        name, type(array.getDataType()), dims, out -> ArrayBytes.write(array, out));
  }

  /**
   * Reads every tensor of a file.
   *
   * @throws WeightsException where the file is missing, cut off or corrupt, or has a tensor of
   *     another type than float32, float64, int64 or int32
   */
  public static Map<String, NDArray> read(Path file, NDManager manager) {
    try (WeightsFile weights = WeightsFile.open(file)) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, StoredTensor> tensor : weights.tensors().entrySet()) {
        arrays.put(tensor.getKey(), array(file, tensor.getKey(), tensor.getValue(), manager));
      }
      return arrays;
    } catch (IOException e) {
      throw new WeightsException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static NDArray array(Path file, String name, StoredTensor tensor, NDManager manager)
      throws IOException {
    Shape shape = new Shape(tensor.dims().stream().mapToLong(Long::longValue).toArray());
    DataType type =
        switch (tensor.type()) {
          case F32 -> DataType.FLOAT32;
          case F64 -> DataType.FLOAT64;
          case I64 -> DataType.INT64;
          case I32 -> DataType.INT32;
          case U8 -> DataType.UINT8;
          case F16, BF16, I16, I8, BOOL ->
              throw new WeightsException(
                  "%s: tensor %s has the type %s, which is not computed with"
                      .formatted(file, name, tensor.type()));
        };
    return manager.create(tensor.read(tensor.type()), shape, type);
  }

  private static ElementType type(DataType type) {
    return switch (type) {
      case FLOAT32 -> ElementType.F32;
      case FLOAT64 -> ElementType.F64;
      case INT64 -> ElementType.I64;
      case INT32 -> ElementType.I32;
      case UINT8 -> ElementType.U8;
      default -> throw new IllegalArgumentException("no safetensors code for " + type);
    };
  }
}
