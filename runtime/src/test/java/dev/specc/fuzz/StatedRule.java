package dev.specc.fuzz;

import dev.specc.elaborate.Refusal;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Join;
import dev.specc.op.LayerScale;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where specc refuses what libtorch would run: every rule of the language that is stricter, with
 * the sentence of docs/language.md that states it and a net that shows it. What is not here must
 * fail on libtorch, too.
 */
enum StatedRule {
  ADD_NEVER_BROADCASTS(
      "`add` needs equal shapes.",
      """
      - global_avg_pool:
        as: mean
      - add: [input, mean]
      """,
      refusal -> refusal.op() instanceof Join.Add),
  MULTIPLY_BROADCASTS_GATES_ONLY(
      "`multiply` needs equal shapes, or gates of\n[C, 1, 1].",
      """
      - slice: {end: 1}
        as: mask
      - multiply: [input, mask]
      """,
      refusal -> refusal.op() instanceof Join.Multiply),
  LINEAR_TAKES_A_VECTOR(
      "`linear` takes a vector [F]",
      """
      - reshape: {shape: [32, 3, 32]}
      - linear: {out: 5}
      """,
      refusal -> refusal.op() instanceof Linear && rank(refusal) != 1),
  WINDOWS_TAKE_MAPS(
      "convolutions, pools, `local_response_norm`, `pad`, `upsample` and `channel_shuffle` take"
          + " [C, H, W]",
      """
      - flatten: {start: 2}
      - pad: {padding: 1}
      """,
      refusal -> takesMaps(refusal.op()) && rank(refusal) != 3),
  LAYER_NORMS_TAKE_MAPS_AND_VECTORS(
      "`layer_norm` and `layer_scale` take a feature map or a vector",
      """
      - reshape: {shape: [32, 96]}
      - reshape: {shape: [8, 12, 32, 1]}
      - layer_scale
      """,
      refusal ->
          (refusal.op() instanceof Normalisation.LayerNorm || refusal.op() instanceof LayerScale)
              && rank(refusal) != 1
              && rank(refusal) != 3),
  POOLS_SEE_PIXELS(
      "a dilation larger than the feature map must leave no window with padding only",
      "- max_pool: {kernel: 2, dilation: 33, padding: 1}\n",
      refusal -> refusal.diagnostic().message().contains("sees only padding")),
  SLICE_LIES_INSIDE(
      "a negative number counts from the end; both must lie inside",
      "- slice: {end: 5}\n",
      refusal -> refusal.op() instanceof Rearrangement.Slice),
  FLATTEN_KEEPS_THE_BATCH(
      "axis 1 is the channels, 0 would be the batch",
      "- flatten: {start: 0}\n",
      refusal -> refusal.op() instanceof Rearrangement.Flatten f && reachesBatch(f, refusal));

  private final String statement;
  private final String example;
  private final Predicate<Refusal> covers;

  StatedRule(String statement, String example, Predicate<Refusal> covers) {
    this.statement = statement;
    this.example = example;
    this.covers = covers;
  }

  /** The words of docs/language.md. */
  String statement() {
    return statement;
  }

  /** Steps on the input [3, 32, 32] that break only this rule. */
  String example() {
    return example;
  }

  /** The rule that a refused op breaks. */
  static Optional<StatedRule> of(Refusal refusal) {
    return Arrays.stream(values()).filter(rule -> rule.covers.test(refusal)).findFirst();
  }

  private static int rank(Refusal refusal) {
    return refusal.inputs().getFirst().rank();
  }

  private static boolean takesMaps(Op op) {
    return op instanceof Conv
        || op instanceof ConvTranspose
        || op instanceof Pool
        || op instanceof Normalisation.LocalResponseNorm
        || op instanceof Rearrangement.Pad
        || op instanceof Rearrangement.Upsample
        || op instanceof Rearrangement.ChannelShuffle;
  }

  private static boolean reachesBatch(Rearrangement.Flatten flatten, Refusal refusal) {
    int rank = rank(refusal);
    long start = flatten.start();
    return start == 0 || start == -rank - 1;
  }
}
