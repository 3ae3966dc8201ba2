/** Pictures as data, and as SVG: for graphs here, for curves and matrices in the runtime. */
@NullMarked
package dev.specc.drawing;

import org.jspecify.annotations.NullMarked;
