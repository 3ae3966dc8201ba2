/** What {@code dev.specc.weights} promises. */
@NullMarked
package dev.specc.weights;

import org.jspecify.annotations.NullMarked;
