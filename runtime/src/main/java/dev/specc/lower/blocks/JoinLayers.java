package dev.specc.lower.blocks;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Join;
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Join.Multiply;
import java.util.function.BinaryOperator;

/** The ops that make one array of several. */
final class JoinLayers {
  private static final int CHANNELS = 1;

  private JoinLayers() {}

  static Layer lower(Join op) {
    return switch (op) {
      case Concat concat -> (inputs, parameters) -> JniUtils.cat(inputs, CHANNELS);
      case Add add -> (inputs, parameters) -> fold(inputs, JniUtils::add);
      case Multiply multiply -> (inputs, parameters) -> fold(inputs, JniUtils::mul);
    };
  }

  private static PtNDArray fold(PtNDArray[] inputs, BinaryOperator<PtNDArray> op) {
    PtNDArray result = op.apply(inputs[0], inputs[1]);
    for (int i = 2; i < inputs.length; i++) {
      try (PtNDArray partial = result) {
        result = op.apply(partial, inputs[i]);
      }
    }
    return result;
  }
}
