package dev.specc.lower.blocks;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Pair;
import dev.specc.op.ParameterSpec;
import dev.specc.op.Pool;
import java.util.Arrays;
import java.util.List;

/** One op on libtorch by itself, whatever the compiler thinks of it. */
public final class LoneOp {
  /** What libtorch does with an op. */
  public sealed interface Outcome {
    /**
     * @param shape of the result, without the batch
     */
    record Runs(List<Long> shape) implements Outcome {}

    /**
     * @param message libtorch's own words
     */
    record Fails(String message) implements Outcome {}
  }

  private LoneOp() {}

  /**
   * Runs an op as in training, on a batch of zeros, with weights of zeros.
   *
   * @param inputs without the batch
   */
  public static Outcome run(Op op, List<dev.specc.op.Shape> inputs, long batch) {
    if (Lowering.passesThrough(op, true)) {
      return new Outcome.Runs(inputs.getFirst().dims());
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      PtNDArray[] arrays =
          inputs.stream()
              .map(shape -> manager.zeros(new Shape(batch).addAll(shape(shape.dims()))))
              .toArray(PtNDArray[]::new);
      PtNDArray[] parameters =
          op.parameters(inputs).stream().map(p -> zeros(manager, p)).toArray(PtNDArray[]::new);
      NDArray result = layer(op, inputs).forward(arrays, parameters);
      long[] dims = result.getShape().slice(1).getShape();
      return new Outcome.Runs(Arrays.stream(dims).boxed().toList());
    } catch (EngineException e) {
      return new Outcome.Fails(e.getMessage());
    }
  }

  /**
   * The op as PyTorch has it. A {@code linear} over features takes the last axis whatever the rank;
   * DJL's adaptive pools end the process where the rank is wrong, and TorchScript's say so.
   */
  private static Layer layer(Op op, List<dev.specc.op.Shape> inputs) {
    dev.specc.op.Shape input = inputs.getFirst();
    return switch (op) {
      case Linear linear when linear.over() == Linear.Over.FEATURES ->
          Lowering.lower(op, List.of(dev.specc.op.Shape.of(input.channels())), true);
      case Pool pool when !input.isMap() ->
          switch (pool) {
            case Pool.GlobalAvgPool p -> scripted("torch.adaptive_avg_pool2d(x, [1, 1])");
            case Pool.GlobalMaxPool p -> scripted("torch.adaptive_max_pool2d(x, [1, 1])[0]");
            case Pool.AdaptiveAvgPool p ->
                scripted("torch.adaptive_avg_pool2d(x, " + list(p.out()) + ")");
            case Pool.AdaptiveMaxPool p ->
                scripted("torch.adaptive_max_pool2d(x, " + list(p.out()) + ")[0]");
            case Pool.MaxPool p -> Lowering.lower(op, inputs, true);
            case Pool.AvgPool p -> Lowering.lower(op, inputs, true);
          };
      default -> Lowering.lower(op, inputs, true);
    };
  }

  private static Layer scripted(String call) {
    return Layer.unary(ScriptFunction.of(call, "x")::call);
  }

  private static String list(Pair pair) {
    return "[" + pair.height() + ", " + pair.width() + "]";
  }

  private static NDArray zeros(NDManager manager, ParameterSpec parameter) {
    boolean count = parameter.kind() == ParameterSpec.Kind.BATCH_COUNT;
    return manager.zeros(shape(parameter.dims()), count ? DataType.INT64 : DataType.FLOAT32);
  }

  private static Shape shape(List<Long> dims) {
    return new Shape(dims.stream().mapToLong(Long::longValue).toArray());
  }
}
