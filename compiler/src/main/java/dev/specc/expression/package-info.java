/** The small, typed, total expression language of numbers in a spec. */
@NullMarked
package dev.specc.expression;

import org.jspecify.annotations.NullMarked;
