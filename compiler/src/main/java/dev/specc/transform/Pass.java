package dev.specc.transform;

import dev.specc.graph.Graph;

/**
 * One rewriting of a graph. What the new graph computes for a purpose is what the old one does, up
 * to rounding, at every input size that the old one takes: a pass looks at ops and their options,
 * never at heights and widths.
 */
public sealed interface Pass
    permits ConstantFolding,
        PassThroughRemoval,
        DeadValueElimination,
        ConcatChaining,
        BatchNormFolding,
        BranchMerging,
        ActivationHoisting {
  /** The name in tables: words with hyphens. */
  String name();

  Rewrite apply(Graph graph);
}
