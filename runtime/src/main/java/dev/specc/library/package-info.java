/** specc from Java: a spec becomes a DJL block, or is trained by a recipe, in a few lines. */
@NullMarked
package dev.specc.library;

import org.jspecify.annotations.NullMarked;
