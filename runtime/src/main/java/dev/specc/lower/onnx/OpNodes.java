package dev.specc.lower.onnx;

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
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.Join.Add;
import dev.specc.op.Join.Concat;
import dev.specc.op.Join.Multiply;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Zero;
import java.util.List;

/** What each op is in ONNX, in inference. */
final class OpNodes {
  private OpNodes() {}

  /** Writes the nodes that give the op's value. */
  static void write(Op op, Call call) {
    switch (op) {
      case Conv conv -> WindowNodes.conv(conv, call);
      case ConvTranspose conv -> WindowNodes.convTranspose(conv, call);
      case Linear linear -> linear(call);
      case Normalisation norm -> NormalisationNodes.write(norm, call);
      case LayerScale scale -> call.result("Mul", call.with(call.x()));
      case Activation activation -> activation(activation, call);
      case Pool pool -> PoolNodes.write(pool, call);
      case Rearrangement rearrangement -> RearrangementNodes.write(rearrangement, call);
      case Affine affine -> {
        String scaled = call.value("Mul", List.of(call.x(), call.number("scale", affine.scale())));
        call.result("Add", List.of(scaled, call.number("shift", affine.shift())));
      }
      case Zero zero -> {
        String shape = call.value("Shape", List.of(call.x()));
        call.result("ConstantOfShape", List.of(shape));
      }
      case Join join -> join(join, call);
      case Input input -> throw new IllegalArgumentException("an input computes nothing");
      case Identity identity -> throw new IllegalArgumentException("an identity is its input");
      case Regularisation none -> throw new IllegalArgumentException("only training drops values");
    }
  }

  /** Whether an op gives its input as it is, so that there is nothing to write. */
  static boolean passesThrough(Op op) {
    return op instanceof Identity || op instanceof Regularisation;
  }

  /** Over the channels of a feature map it is a convolution of one position. */
  private static void linear(Call call) {
    if (!call.shape().isMap()) {
      call.result("Gemm", call.with(call.x()), Attribute.of("transB", 1));
      return;
    }
    String weight = call.parameters().getFirst();
    String kernel = call.value("Unsqueeze", List.of(weight, call.wholes("axes", 2, 3)));
    List<String> inputs = call.with(call.x());
    inputs.set(1, kernel);
    call.result("Conv", inputs);
  }

  private static void activation(Activation op, Call call) {
    List<String> x = List.of(call.x());
    switch (op) {
      case Relu relu -> call.result("Relu", x);
      case Relu6 relu6 ->
          call.result("Clip", List.of(call.x(), call.number("min", 0), call.number("max", 6)));
      case LeakyRelu leaky ->
          call.result("LeakyRelu", x, Attribute.of("alpha", leaky.negativeSlope()));
      case Elu elu -> call.result("Elu", x, Attribute.of("alpha", elu.alpha()));
      case Gelu gelu -> gelu(call);
      case Silu silu -> call.result("Mul", List.of(call.x(), call.value("Sigmoid", x)));
      case Sigmoid sigmoid -> call.result("Sigmoid", x);
      case Tanh tanh -> call.result("Tanh", x);
      case HardSigmoid hard ->
          call.result("HardSigmoid", x, Attribute.of("alpha", 1.0 / 6), Attribute.of("beta", 0.5));
      case HardSwish hard -> call.result("HardSwish", x);
      case Softmax softmax -> call.result("Softmax", x, Attribute.of("axis", 1));
      case LogSoftmax softmax -> call.result("LogSoftmax", x, Attribute.of("axis", 1));
    }
  }

  /** x (1 + erf(x / sqrt 2)) / 2: opset 17 has no operator for it. */
  private static void gelu(Call call) {
    String root = call.number("sqrt2", Math.sqrt(2));
    String erf = call.value("Erf", List.of(call.value("Div", List.of(call.x(), root))));
    String raised = call.value("Add", List.of(erf, call.number("one", 1)));
    String doubled = call.value("Mul", List.of(call.x(), raised));
    call.result("Mul", List.of(doubled, call.number("half", 0.5)));
  }

  private static void join(Join op, Call call) {
    switch (op) {
      case Concat concat -> call.result("Concat", call.inputs(), Attribute.of("axis", 1));
      case Add add -> fold("Add", call);
      case Multiply multiply -> fold("Mul", call);
    }
  }

  private static void fold(String type, Call call) {
    List<String> inputs = call.inputs();
    String value = inputs.getFirst();
    for (String input : inputs.subList(1, inputs.size() - 1)) {
      value = call.value(type, List.of(value, input));
    }
    call.result(type, List.of(value, inputs.getLast()));
  }
}
