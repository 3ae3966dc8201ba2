/**
 * The graph as people look at it: folded by block, laid out, and written as SVG, DOT or Mermaid.
 */
@NullMarked
package dev.specc.diagram;

import org.jspecify.annotations.NullMarked;
