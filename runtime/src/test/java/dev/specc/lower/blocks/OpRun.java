package dev.specc.lower.blocks;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.specc.op.Op;
import dev.specc.op.ParameterSpec;
import java.util.List;

/** Runs one op on libtorch, whatever the compiler thinks of its inputs. */
public final class OpRun {
  private OpRun() {}

  /**
   * The shape of its result, with the batch.
   *
   * @param inputs without the batch
   * @throws RuntimeException if libtorch refuses
   */
  public static Shape run(NDManager manager, Op op, List<dev.specc.op.Shape> inputs, long batch) {
    Layer layer = Lowering.lower(op, inputs, false);
    PtNDArray[] arrays =
        inputs.stream()
            .map(shape -> manager.zeros(new Shape(batch).addAll(dims(shape.dims()))))
            .toArray(PtNDArray[]::new);
    PtNDArray[] parameters =
        op.parameters(inputs).stream()
            .map(spec -> manager.ones(dims(spec.dims()), type(spec)))
            .toArray(PtNDArray[]::new);
    return layer.forward(arrays, parameters).getShape();
  }

  private static DataType type(ParameterSpec spec) {
    return spec.kind() == ParameterSpec.Kind.BATCH_COUNT ? DataType.INT64 : DataType.FLOAT32;
  }

  private static Shape dims(List<Long> dims) {
    return new Shape(dims.stream().mapToLong(d -> d).toArray());
  }
}
