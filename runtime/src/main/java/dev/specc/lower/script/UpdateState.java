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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an update changes: the groups' parameters, what the rule remembers of each, and the factor
 * by which a loss is scaled.
 */
final class UpdateState implements AutoCloseable {
  /** The name of the factor of the loss. */
  static final String LOSS_SCALE = "loss_scale";

  /** What torch.amp.GradScaler starts with. */
  private static final float FIRST_SCALE = 65536;

  private final List<IValue> arguments = new ArrayList<>();
  private final Map<String, NDArray> state = new LinkedHashMap<>();
  private @Nullable IValue lossScale;

  /**
   * @param script with the method {@code zeros} of {@link UpdateSource}
   * @param device of the parameters
   * @param scaled whether the loss is scaled
   */
  UpdateState(
      UpdateRule rule,
      LoadedScript script,
      Device device,
      List<ParameterGroup> groups,
      boolean scaled) {
    for (ParameterGroup group : groups) {
      arguments.add(list(group.parameters().values()));
      for (String name : rule.stateNames()) {
        arguments.add(zeros(name, script, group));
      }
    }
    if (rule.counts()) {
      keep("step", script.manager().zeros(new Shape(), DataType.FLOAT32, device));
    }
    if (scaled) {
      keep(LOSS_SCALE, script.manager().create(FIRST_SCALE).toDevice(device, false));
      lossScale = arguments.getLast();
      keep("growth_tracker", script.manager().zeros(new Shape(), DataType.INT32, device));
    }
  }

  private void keep(String name, NDArray scalar) {
    state.put(name, scalar);
    arguments.add(IValue.from((PtNDArray) scalar));
  }

  /** Zeros that lie in memory as the parameters do, which DJL's need not. */
  private IValue zeros(String name, LoadedScript script, ParameterGroup group) {
    try (IValue parameters = list(group.parameters().values())) {
      IValue zeros = script.run("zeros", parameters);
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

  /** The factor of the loss, where it is scaled; the state closes it. */
  Optional<IValue> lossScale() {
    return Optional.ofNullable(lossScale);
  }

  /**
   * By name: {@code exp_avg.conv1.weight}; and scalars: {@code step}, {@code loss_scale}, {@code
   * growth_tracker}, the good steps since the scale last changed.
   */
  Map<String, NDArray> byName() {
    return Collections.unmodifiableMap(state);
  }

  @Override
  public void close() {
    arguments.forEach(IValue::close);
    state.values().forEach(NDArray::close);
  }
}
