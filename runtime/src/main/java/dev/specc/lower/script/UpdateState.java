package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an update changes: the groups' parameters and what the rule remembers of each. */
final class UpdateState implements AutoCloseable {
  private final List<IValue> arguments = new ArrayList<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();

  /**
   * @param manager of the state, on the parameters' device
   */
  UpdateState(UpdateRule rule, NDManager manager, List<ParameterGroup> groups) {
    for (ParameterGroup group : groups) {
      arguments.add(list(group.parameters().values()));
      for (String name : rule.stateNames()) {
        arguments.add(zeros(name, manager, group));
      }
    }
    if (rule.counts()) {
      NDArray step = manager.zeros(new Shape(), DataType.FLOAT32);
      state.put("step", step);
      arguments.add(IValue.from((PtNDArray) step));
    }
  }

  private IValue zeros(String name, NDManager manager, ParameterGroup group) {
    List<NDArray> zeros = new ArrayList<>();
    group
        .parameters()
        .forEach(
            (parameter, values) -> {
              NDArray zero = manager.zeros(values.getShape(), DataType.FLOAT32);
              state.put(name + "." + parameter, zero);
              zeros.add(zero);
            });
    return list(zeros);
  }

  static IValue list(Collection<? extends NDArray> arrays) {
    return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
  }

  /** In the order in which {@link UpdateSource#arguments} declares them. */
  List<IValue> arguments() {
    return Collections.unmodifiableList(arguments);
  }

  /** By name: {@code exp_avg.conv1.weight}, and {@code step}, a scalar. */
  Map<String, NDArray> byName() {
    return Collections.unmodifiableMap(state);
  }

  @Override
  public void close() {
    arguments.forEach(IValue::close);
    state.values().forEach(NDArray::close);
  }
}
