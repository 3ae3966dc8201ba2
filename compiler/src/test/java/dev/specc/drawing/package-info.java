/** What {@code dev.specc.drawing} promises. */
@NullMarked
package dev.specc.drawing;

import org.jspecify.annotations.NullMarked;
