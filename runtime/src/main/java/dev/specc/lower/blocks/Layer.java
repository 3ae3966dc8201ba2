package dev.specc.lower.blocks;

import ai.djl.pytorch.engine.PtNDArray;

/** What one node does to libtorch's arrays. */
@FunctionalInterface
interface Layer {
  /**
   * Computes the node's result, always a new array.
   *
   * @param inputs the results of the nodes it takes: [N, C, H, W] or [N, F] each
   * @param parameters what it owns, in the order of {@link dev.specc.op.Op#parameters}
   */
  PtNDArray forward(PtNDArray[] inputs, PtNDArray[] parameters);

  /** A layer of one input and no parameters. */
  @FunctionalInterface
  interface Unary {
    PtNDArray apply(PtNDArray input);
  }

  static Layer unary(Unary unary) {
    return (inputs, parameters) -> unary.apply(inputs[0]);
  }
}
