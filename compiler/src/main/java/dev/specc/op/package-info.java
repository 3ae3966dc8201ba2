/** The primitive operations: what each means for shapes, parameters and cost. */
@NullMarked
package dev.specc.op;

import org.jspecify.annotations.NullMarked;
