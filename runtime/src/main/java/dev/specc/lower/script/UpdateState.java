package dev.specc.lower.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
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
   * @param script with the method {@code zeros} of {@link UpdateSource}
   * @param device of the parameters
   */
  UpdateState(UpdateRule rule, LoadedScript script, Device device, List<ParameterGroup> groups) {
    for (ParameterGroup group : groups) {
      arguments.add(list(group.parameters().values()));
      for (String name : rule.stateNames()) {
        arguments.add(zeros(name, script, group));
      }
    }
    if (rule.counts()) {
      NDArray step = script.manager().zeros(new Shape(), DataType.FLOAT32, device);
      state.put("step", step);
      arguments.add(IValue.from((PtNDArray) step));
    }
  }

  /** Zeros that lie in memory as the parameters do, which DJL's need not. */
  private IValue zeros(String name, LoadedScript script, ParameterGroup group) {
    try (IValue parameters = list(group.parameters().values())) {
      IValue zeros = script.run("zeros", false, parameters);
      NDArray[] arrays = zeros.toTensorArray(script.manager());
      List<String> names = List.copyOf(group.parameters().keySet());
      for (int i = 0; i < arrays.length; i++) {
        state.put(name + "." + names.get(i), arrays[i]);
      }
      return zeros;
    }
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
