/** The types of values, by hand. */
@NullMarked
package dev.specc.precision;

import org.jspecify.annotations.NullMarked;
