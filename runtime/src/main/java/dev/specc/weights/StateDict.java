package dev.specc.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Map;

/** Puts tensors that were read into those of a net. */
public final class StateDict {
  private StateDict() {}

  /**
   * Copies every tensor in place, after all names and shapes were compared.
   *
   * @param file where the tensors came from, as messages name it
   * @throws WeightsException where a name is missing on either side or a shape differs
   */
  public static void copy(String file, Map<String, NDArray> from, Map<String, NDArray> to) {
    List<String> missing = to.keySet().stream().filter(n -> !from.containsKey(n)).toList();
    List<String> extra = from.keySet().stream().filter(n -> !to.containsKey(n)).toList();
    if (!missing.isEmpty()) {
      throw new WeightsException("%s: lacks %s".formatted(file, some(missing)));
    }
    if (!extra.isEmpty()) {
      throw new WeightsException("%s: holds %s, which the net lacks".formatted(file, some(extra)));
    }
    to.forEach((name, array) -> requireShape(file, name, from.get(name), array));
    to.forEach((name, array) -> put(from.get(name).toType(array.getDataType(), false), array));
  }

  /** DJL's own {@code copyTo} goes through the host, and libtorch warns of how it does that. */
  private static void put(NDArray from, NDArray to) {
    JniUtils.indexAdvPut((PtNDArray) to, new NDIndex("..."), (PtNDArray) from);
  }

  private static void requireShape(String file, String name, NDArray from, NDArray to) {
    if (!from.getShape().equals(to.getShape())) {
      throw new WeightsException(
          "%s: %s is %s there and %s in the net"
              .formatted(file, name, from.getShape(), to.getShape()));
    }
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(3, names.size())));
    return names.size() > 3 ? first + " and " + (names.size() - 3) + " more tensors" : first;
  }
}
