package dev.specc.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts the tensors of a file into those of a net. */
public final class StateDict {
  private StateDict() {}

  /**
   * Takes every parameter and buffer of a graph from a file, after all names and shapes were
   * compared; a batch count that the file lacks becomes 0.
   *
   * @param to the net's arrays by name; what is not in it, such as an auxiliary head's, is left out
   * @throws WeightsException where the file cannot be read, a name is missing on either side or a
   *     shape differs
   */
  public static void load(Path file, Graph graph, Map<String, NDArray> to) {
    try (WeightsFile weights = WeightsFile.open(file)) {
      WeightsMatch match = WeightsMatch.of(graph, weights);
      match.requireComplete();
      for (WeightsMatch.Pair pair : match.fitting()) {
        NDArray array = to.get(pair.parameter().name());
        if (array != null) {
          requireShape(pair.tensor(), array, pair.parameter().name(), graph);
          put(pair.tensor(), array);
        }
      }
      match.uncounted().stream()
          .map(parameter -> to.get(parameter.name()))
          .filter(Objects::nonNull)
          .forEach(count -> count.subi(count.duplicate()));
    } catch (IOException e) {
      throw new WeightsException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** A net of another input size may have other parameters: of a linear layer after a flatten. */
  private static void requireShape(StoredTensor tensor, NDArray array, String name, Graph trained) {
    List<Long> dims = Arrays.stream(array.getShape().getShape()).boxed().toList();
    if (!tensor.dims().equals(dims)) {
      throw new WeightsException(
          "`%s` of these weights is %s, and with inputs of another size it would be %s: the net takes %s"
              .formatted(name, tensor.dims(), dims, trained.inputs().getFirst().output()));
    }
  }

  /**
   * The parameters and buffers of a graph from a file.
   *
   * @param trained the net whose tensors the file has to hold, with its auxiliary heads
   * @param graph of the same parameters but for the heads'
   * @param manager that the arrays belong to
   * @throws WeightsException as {@link #load}
   */
  public static Map<String, NDArray> read(
      Path file, Graph trained, Graph graph, NDManager manager) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (NamedParameter parameter : NamedParameter.of(graph)) {
      Shape shape = new Shape(parameter.dims().stream().mapToLong(Long::longValue).toArray());
      arrays.put(parameter.name(), manager.create(shape, type(parameter.spec().kind())));
    }
    load(file, trained, arrays);
    return arrays;
  }

  private static DataType type(ParameterSpec.Kind kind) {
    return switch (kind) {
      case BATCH_COUNT -> DataType.INT64;
      case WEIGHT, BIAS, SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE -> DataType.FLOAT32;
    };
  }

  /**
   * Gives every array the values that a file has under its name.
   *
   * @throws WeightsException where one is missing or of another shape; arrays may have changed then
   */
  public static void restore(WeightsFile file, Map<String, NDArray> to) throws IOException {
    for (Map.Entry<String, NDArray> array : to.entrySet()) {
      StoredTensor tensor = file.tensors().get(array.getKey());
      long[] shape = array.getValue().getShape().getShape();
      if (tensor == null || !tensor.dims().equals(Arrays.stream(shape).boxed().toList())) {
        throw new WeightsException(
            "%s: %s is %s, and %s is needed"
                .formatted(
                    file.name(),
                    array.getKey(),
                    tensor == null ? "missing" : tensor.dims(),
                    Arrays.toString(shape)));
      }
      put(tensor, array.getValue());
    }
  }

  /** DJL's own {@code copyTo} goes through the host, and libtorch warns of how it does that. */
  private static void put(StoredTensor tensor, NDArray to) throws IOException {
    ElementType type = type(to.getDataType());
    try (NDManager manager = to.getManager().newSubManager()) {
      NDArray from = manager.create(tensor.read(type), to.getShape(), to.getDataType());
      JniUtils.indexAdvPut((PtNDArray) to, new NDIndex("..."), (PtNDArray) from);
    }
  }

  /** What nets remember: numbers, and counts of two sizes. */
  private static ElementType type(DataType type) {
    return switch (type) {
      case INT64 -> ElementType.I64;
      case INT32 -> ElementType.I32;
      case FLOAT32 -> ElementType.F32;
      default -> throw new IllegalArgumentException("no net has arrays of " + type);
    };
  }
}
