/** Lowers a graph to a DJL block that runs it node by node. */
@NullMarked
package dev.specc.lower.blocks;

import org.jspecify.annotations.NullMarked;
