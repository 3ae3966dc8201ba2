package dev.specc.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.transform.Derivation;
import dev.specc.transform.DerivedTensor;
import dev.specc.transform.DerivedTensor.Concatenated;
import dev.specc.transform.DerivedTensor.Filled;
import dev.specc.transform.DerivedTensor.NormFactor;
import dev.specc.transform.DerivedTensor.NormalisedBias;
import dev.specc.transform.DerivedTensor.ScaledOutputs;
import dev.specc.transform.DerivedTensor.ScaledTransposedOutputs;
import dev.specc.transform.DerivedTensor.Stored;
import dev.specc.transform.Transformed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a graph that passes rewrote, computed from those of the spec's graph. */
public final class DerivedWeights {
  private final Map<String, NDArray> given;
  private final NDManager work;

  private DerivedWeights(Map<String, NDArray> given, NDManager work) {
    this.given = given;
    this.work = work;
  }

  /**
   * Every parameter and buffer of the rewritten graph by name. What passes derived is computed in
   * float64 and rounded once, to float32; the rest are the given arrays themselves.
   *
   * @param given those of the spec's graph, of one device
   * @param manager that the new arrays belong to, of the same device
   */
  public static Map<String, NDArray> of(
      Transformed net, Map<String, NDArray> given, NDManager manager) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    Derivation derivation = net.weights();
    for (String name : net.graph().parameters().keySet()) {
      weights.put(name, array(derivation.of(name), given, manager));
    }
    return weights;
  }

  private static NDArray array(
      DerivedTensor tensor, Map<String, NDArray> given, NDManager manager) {
    if (tensor instanceof Stored stored) {
      return stored(given, stored.name());
    }
    try (NDManager work = manager.newSubManager()) {
      NDArray exact = new DerivedWeights(given, work).compute(tensor);
      NDArray rounded = exact.toType(DataType.FLOAT32, true);
      rounded.attach(manager);
      return rounded;
    }
  }

  private static NDArray stored(Map<String, NDArray> given, String name) {
    NDArray array = given.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return array;
  }

  /** In float64, and detached from what recorded gradients. */
  private NDArray compute(DerivedTensor tensor) {
    return switch (tensor) {
      case Stored s -> float64(s.name());
      case Filled f -> work.full(shape(f.dims()), (float) f.value(), DataType.FLOAT64);
      case NormFactor n -> compute(n.scale()).div(compute(n.variance()).add(n.eps()).sqrt());
      case ScaledOutputs s -> scaledOutputs(compute(s.weight()), compute(s.factor()));
      case ScaledTransposedOutputs s ->
          scaledTransposedOutputs(compute(s.weight()), compute(s.factor()), s.groups());
      case NormalisedBias b ->
          compute(b.bias()).sub(compute(b.mean())).mul(compute(b.factor())).add(compute(b.shift()));
      case Concatenated c ->
          NDArrays.concat(
              new NDList(c.parts().stream().map(this::compute).toArray(NDArray[]::new)), 0);
    };
  }

  private NDArray float64(String name) {
    NDArray array = stored(given, name).toType(DataType.FLOAT64, true);
    array.attach(work);
    return array;
  }

  /** [out, ...] times [out]. */
  private static NDArray scaledOutputs(NDArray weight, NDArray factor) {
    long[] dims = new long[weight.getShape().dimension()];
    Arrays.fill(dims, 1);
    dims[0] = factor.size();
    return weight.mul(factor.reshape(dims));
  }

  /** [in, out / groups, height, width] times [out]: each group has its own outputs. */
  private static NDArray scaledTransposedOutputs(NDArray weight, NDArray factor, long groups) {
    Shape shape = weight.getShape();
    Shape grouped =
        new Shape(groups, shape.get(0) / groups, shape.get(1), shape.get(2), shape.get(3));
    NDArray factors = factor.reshape(groups, 1, shape.get(1), 1, 1);
    return weight.reshape(grouped).mul(factors).reshape(shape);
  }

  private static Shape shape(List<Long> dims) {
    return new Shape(dims.stream().mapToLong(d -> d).toArray());
  }
}
