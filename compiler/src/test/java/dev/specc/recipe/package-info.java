/** Recipes: what is read, printed and refused. */
@NullMarked
package dev.specc.recipe;

import org.jspecify.annotations.NullMarked;
