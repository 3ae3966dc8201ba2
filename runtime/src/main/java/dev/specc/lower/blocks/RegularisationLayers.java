package dev.specc.lower.blocks;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Regularisation;
import dev.specc.op.Regularisation.DropPath;
import dev.specc.op.Regularisation.Dropout;
import java.util.Arrays;

/** What the ops that drop values do in training. */
final class RegularisationLayers {
  private RegularisationLayers() {}

  static Layer lower(Regularisation op) {
    return Layer.unary(
        switch (op) {
          case Dropout drop -> x -> JniUtils.dropout(x, drop.p(), true);
          case DropPath drop -> x -> dropPath(x, drop.p());
        });
  }

  /** A dropout of a one for each example gives the factors: 0 or 1 / (1 - p). */
  private static PtNDArray dropPath(PtNDArray x, double p) {
    long[] examples = new long[x.getShape().dimension()];
    Arrays.fill(examples, 1);
    examples[0] = x.getShape().get(0);
    try (PtNDArray ones =
            (PtNDArray) x.getManager().ones(new Shape(examples), x.getDataType(), x.getDevice());
        PtNDArray factors = JniUtils.dropout(ones, p, true)) {
      return x.mul(factors);
    }
  }
}
