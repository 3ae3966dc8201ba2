package dev.specc.transform;

import dev.specc.graph.Graph;

/**
 * What a pass makes of a graph.
 *
 * @param weights how the new graph's tensors follow from those of the old one
 * @param changes how many places were rewritten
 */
public record Rewrite(Graph graph, Derivation weights, int changes) {}
