package dev.specc.lower.script;

import dev.specc.op.Normalisation.BatchNorm;

/**
 * What a batch norm owns, as expressions; None for a weight and bias that it does not have, and for
 * statistics that must not move.
 *
 * @param mean the running one
 * @param variance the running one
 */
record BatchNormTensors(String weight, String bias, String mean, String variance) {
  static BatchNormTensors of(BatchNorm norm, Call call) {
    return norm.affine()
        ? new BatchNormTensors(
            call.parameter(0), call.parameter(1), call.parameter(2), call.parameter(3))
        : new BatchNormTensors("None", "None", call.parameter(0), call.parameter(1));
  }
}
