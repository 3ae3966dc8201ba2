package dev.specc.lower.blocks;

import ai.djl.pytorch.jni.JniUtils;
import dev.specc.op.Activation;
import dev.specc.op.Activation.Elu;
import dev.specc.op.Activation.Gelu;
import dev.specc.op.Activation.HardSigmoid;
import dev.specc.op.Activation.HardSwish;
import dev.specc.op.Activation.LeakyRelu;
import dev.specc.op.Activation.LogSoftmax;
import dev.specc.op.Activation.Relu;
import dev.specc.op.Activation.Relu6;
import dev.specc.op.Activation.Sigmoid;
import dev.specc.op.Activation.Silu;
import dev.specc.op.Activation.Softmax;
import dev.specc.op.Activation.Tanh;
import dev.specc.op.Affine;

/** The functions of torch.nn.functional that treat each element, or each position, alike. */
final class ActivationLayers {
  /** Of [N, C, H, W] and of [N, F]. */
  private static final int CHANNELS = 1;

  private ActivationLayers() {}

  static Layer lower(Activation op) {
    return Layer.unary(
        switch (op) {
          case Relu relu -> JniUtils::relu;
          case Relu6 relu6 -> script("torch.hardtanh(x, 0., 6.)");
          case LeakyRelu leaky -> x -> JniUtils.leakyRelu(x, leaky.negativeSlope());
          case Elu elu -> x -> JniUtils.elu(x, elu.alpha());
          case Gelu gelu -> JniUtils::gelu;
          case Silu silu -> script("torch.silu(x)");
          case Sigmoid sigmoid -> JniUtils::sigmoid;
          case Tanh tanh -> JniUtils::tanh;
          case HardSigmoid hard -> script("torch.hardsigmoid(x)");
          case HardSwish hard -> script("torch.hardswish(x)");
          case Softmax softmax -> x -> x.softmax(CHANNELS);
          case LogSoftmax softmax -> x -> x.logSoftmax(CHANNELS);
        });
  }

  /** A script writes its constants; an array times a Java number first copies it to the device. */
  static Layer affine(Affine affine) {
    return Layer.unary(
        script("torch.add(torch.mul(x, %s), %s)".formatted(affine.scale(), affine.shift())));
  }

  private static Layer.Unary script(String call) {
    return ScriptFunction.of(call, "x")::call;
  }
}
