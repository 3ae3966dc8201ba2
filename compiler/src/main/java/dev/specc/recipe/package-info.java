/** How a net is trained: the records of a recipe, and what they mean that needs no tensor. */
@NullMarked
package dev.specc.recipe;

import org.jspecify.annotations.NullMarked;
