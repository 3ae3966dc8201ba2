/** Writes a graph as the source of a PyTorch module. */
@NullMarked
package dev.specc.lower.pytorch;

import org.jspecify.annotations.NullMarked;
