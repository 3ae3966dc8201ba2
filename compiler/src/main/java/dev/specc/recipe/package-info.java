/**
 * How a net is trained: the records of a recipe, what they mean that needs no tensor, and the text.
 */
@NullMarked
package dev.specc.recipe;

import org.jspecify.annotations.NullMarked;
