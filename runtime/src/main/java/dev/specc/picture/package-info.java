/** Pictures as PNG: drawings, grids of small images, colours for numbers. */
@NullMarked
package dev.specc.picture;

import org.jspecify.annotations.NullMarked;
