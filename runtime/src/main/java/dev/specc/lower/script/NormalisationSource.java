package dev.specc.lower.script;

import dev.specc.op.Normalisation;
import dev.specc.op.Normalisation.BatchNorm;
import dev.specc.op.Normalisation.GroupNorm;
import dev.specc.op.Normalisation.LayerNorm;
import dev.specc.op.Normalisation.LocalResponseNorm;

/** The normalisations of torch.nn. */
final class NormalisationSource {
  private NormalisationSource() {}

  static String of(Normalisation op, Call call) {
    return switch (op) {
      case BatchNorm norm -> batchNorm(norm, call);
      case LayerNorm norm -> layerNorm(norm, call);
      case GroupNorm norm ->
          // As one axis: with channels last, libtorch 2.7.1 writes the gradient of an input that
          // takes none to address 0.
          ("torch.reshape(torch.group_norm(torch.reshape(%1$s, [torch.size(%1$s, 0),"
                  + " torch.size(%1$s, 1), -1]), %2$d, %3$s, %4$s, %5$s, True), torch.size(%1$s))")
              .formatted(
                  call.x(),
                  norm.groups(),
                  call.parameterOrNone(0),
                  call.parameterOrNone(1),
                  norm.eps());
      case LocalResponseNorm norm -> localResponseNorm(norm, call);
    };
  }

  /** In training it also moves the running statistics; the batch is counted by the method. */
  private static String batchNorm(BatchNorm norm, Call call) {
    return "torch.batch_norm(%s)".formatted(batchNormArguments(norm, call));
  }

  static String batchNormArguments(BatchNorm norm, Call call) {
    BatchNormTensors own = BatchNormTensors.of(norm, call);
    return "%s, %s, %s, %s, %s, %s, %s, %s, True"
        .formatted(
            call.x(),
            own.weight(),
            own.bias(),
            own.mean(),
            own.variance(),
            Call.bool(call.training()),
            norm.momentum(),
            norm.eps());
  }

  /** On a feature map the channels become the last axis for the time of the call. */
  private static String layerNorm(LayerNorm norm, Call call) {
    String template =
        call.shape().isMap()
            ? "torch.permute(torch.layer_norm(torch.permute(%s, [0, 2, 3, 1]), [%d], %s, %s, %s,"
                + " True), [0, 3, 1, 2])"
            : "torch.layer_norm(%s, [%d], %s, %s, %s, True)";
    return template.formatted(
        call.x(),
        call.shape().channels(),
        call.parameterOrNone(0),
        call.parameterOrNone(1),
        norm.eps());
  }

  /**
   * As torch.nn.functional.local_response_norm: the mean of the squares over a window of channels
   * that zeros extend, more of them before than after where the size is even.
   */
  private static String localResponseNorm(LocalResponseNorm norm, Call call) {
    String squares =
        call.let("squares", "torch.unsqueeze(torch.mul(%1$s, %1$s), 1)".formatted(call.x()));
    String padded =
        "torch.constant_pad_nd(%s, [0, 0, 0, 0, %d, %d], 0)"
            .formatted(squares, norm.size() / 2, (norm.size() - 1) / 2);
    String means =
        call.let(
            "means",
            "torch.squeeze(torch.avg_pool3d(%s, [%d, 1, 1], [1, 1, 1], [0, 0, 0], False, True,"
                    .formatted(padded, norm.size())
                + " None), 1)");
    return "torch.div(%s, torch.pow(torch.add(torch.mul(%s, %s), %s), %s))"
        .formatted(call.x(), means, norm.alpha(), norm.k(), norm.beta());
  }
}
