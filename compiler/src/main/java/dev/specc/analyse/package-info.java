/** Stage 6: what the graph costs: parameters, multiply-accumulates, memory. */
@NullMarked
package dev.specc.analyse;

import org.jspecify.annotations.NullMarked;
