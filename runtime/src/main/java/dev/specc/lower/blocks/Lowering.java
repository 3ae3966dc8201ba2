package dev.specc.lower.blocks;

import ai.djl.pytorch.engine.PtNDArray;
import dev.specc.op.Activation;
import dev.specc.op.Affine;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Identity;
import dev.specc.op.Input;
import dev.specc.op.Join;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Regularisation;
import dev.specc.op.Shape;
import dev.specc.op.Zero;
import java.util.List;

/** What each op means for libtorch. */
final class Lowering {
  private Lowering() {}

  /**
   * The layer of an op that computes.
   *
   * @param inputs the shapes that the spec gives its inputs; the arrays may differ in height and
   *     width
   */
  static Layer lower(Op op, List<Shape> inputs, boolean training) {
    return switch (op) {
      case Conv conv -> LinearLayers.conv(conv);
      case ConvTranspose conv -> LinearLayers.convTranspose(conv);
      case Linear linear -> LinearLayers.linear(linear, inputs.getFirst());
      case Normalisation norm -> NormalisationLayers.lower(norm, inputs.getFirst(), training);
      case LayerScale scale -> NormalisationLayers.layerScale();
      case Activation activation -> ActivationLayers.lower(activation);
      case Pool pool -> PoolLayers.lower(pool);
      case Regularisation regularisation -> RegularisationLayers.lower(regularisation);
      case Rearrangement rearrangement ->
          RearrangementLayers.lower(rearrangement, inputs.getFirst());
      case Affine affine -> ActivationLayers.affine(affine);
      case Zero zero -> Layer.unary(x -> (PtNDArray) x.zerosLike());
      case Join join -> JoinLayers.lower(join);
      case Input input -> throw new IllegalArgumentException("an input computes nothing");
      case Identity identity -> throw new IllegalArgumentException("an identity is its input");
    };
  }

  /** Whether an op gives its input as it is, so that there is nothing to run. */
  static boolean passesThrough(Op op, boolean training) {
    return op instanceof Identity || (op instanceof Regularisation && !training);
  }
}
