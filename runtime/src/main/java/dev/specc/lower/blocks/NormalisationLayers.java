package dev.specc.lower.blocks;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Normalisation;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Normalisation.GroupNorm;
import dev.specc.op.Normalisation.LayerNorm;
import dev.specc.op.Normalisation.LocalResponseNorm;
import dev.specc.op.Shape;
import java.util.Locale;

/** The normalisations, with the arithmetic and the running statistics of PyTorch. */
final class NormalisationLayers {
  private NormalisationLayers() {}

  static Layer lower(Normalisation op, Shape input, boolean training) {
    return switch (op) {
      case BatchNorm norm -> batchNorm(norm, training);
      case LayerNorm norm -> layerNorm(norm, input);
      case GroupNorm norm -> groupNorm(norm);
      case LocalResponseNorm norm -> localResponseNorm(norm);
    };
  }

  /**
   * JniUtils keeps PyTorch's meaning of momentum, in double precision; DJL's BatchNorm has 1 -
   * momentum in single precision, swaps axes around the call, and cannot do without a scale.
   */
  private static Layer batchNorm(BatchNorm norm, boolean training) {
    if (norm.affine()) {
      return (inputs, p) -> {
        checkValues(inputs[0], training);
        return JniUtils.batchNorm(
            inputs[0], p[2], p[3], p[0], p[1], training, norm.momentum(), norm.eps());
      };
    }
    ScriptFunction function =
        ScriptFunction.of(
            "torch.batch_norm(x, None, None, mean, variance, %s, %s, %s, True)"
                .formatted(training ? "True" : "False", norm.momentum(), norm.eps()),
            "x",
            "mean",
            "variance");
    return (inputs, p) -> {
      checkValues(inputs[0], training);
      return function.call(inputs[0], p[0], p[1]);
    };
  }

  /**
   * One value has no variance, and would make the running one NaN for ever: as in
   * torch.nn.functional.batch_norm, training takes at least two for each channel.
   */
  private static void checkValues(PtNDArray x, boolean training) {
    ai.djl.ndarray.types.Shape shape = x.getShape();
    if (training && shape.size() == shape.get(1)) {
      throw new EngineException(
          "training needs more than one value per channel, and here is one: use larger batches");
    }
  }

  /** On a feature map the channels become the last axis for the time of the call. */
  private static Layer layerNorm(LayerNorm norm, Shape input) {
    String template =
        input.isMap()
            ? "torch.permute(torch.layer_norm(torch.permute(x, [0, 2, 3, 1]), [%d], %s, %s, True),"
                + " [0, 3, 1, 2])"
            : "torch.layer_norm(x, [%d], %s, %s, True)";
    String scaleAndShift = norm.affine() ? "weight, bias" : "None, None";
    return scaled(
        String.format(Locale.ROOT, template, input.channels(), scaleAndShift, norm.eps()),
        norm.affine());
  }

  /**
   * Height and width are one axis here. Where the channels lie innermost in memory, as a layer_norm
   * leaves them, or there is one, and the input takes no gradient, libtorch 2.7.1 would write that
   * gradient to address 0.
   */
  private static Layer groupNorm(GroupNorm norm) {
    return scaled(
        ("torch.reshape(torch.group_norm(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), -1]),"
                + " %d, %s, %s, True), torch.size(x))")
            .formatted(norm.groups(), norm.affine() ? "weight, bias" : "None, None", norm.eps()),
        norm.affine());
  }

  private static Layer scaled(String call, boolean affine) {
    if (affine) {
      ScriptFunction function = ScriptFunction.of(call, "x", "weight", "bias");
      return (inputs, p) -> function.call(inputs[0], p[0], p[1]);
    }
    return Layer.unary(ScriptFunction.of(call, "x")::call);
  }

  /**
   * As torch.nn.functional.local_response_norm: the mean of the squares over a window of channels
   * that zeros extend, more of them before than after where the size is even.
   */
  private static Layer localResponseNorm(LocalResponseNorm norm) {
    String squares = "torch.unsqueeze(torch.mul(x, x), 1)";
    String padded =
        "torch.constant_pad_nd(%s, [0, 0, 0, 0, %d, %d], 0)"
            .formatted(squares, norm.size() / 2, (norm.size() - 1) / 2);
    String means =
        "torch.squeeze(torch.avg_pool3d(%s, [%d, 1, 1], [1, 1, 1], [0, 0, 0], False, True, None), 1)"
            .formatted(padded, norm.size());
    String divisor =
        "torch.pow(torch.add(torch.mul(%s, %s), %s), %s)"
            .formatted(means, norm.alpha(), norm.k(), norm.beta());
    return Layer.unary(ScriptFunction.of("torch.div(x, " + divisor + ")", "x")::call);
  }

  /** The scale is [C, 1, 1] or [F], and so broadcasts as it is. */
  static Layer layerScale() {
    return (inputs, parameters) -> {
      PtNDArray scale = parameters[0];
      return inputs[0].mul(scale);
    };
  }
}
