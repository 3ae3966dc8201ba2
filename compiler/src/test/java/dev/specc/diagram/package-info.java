/** What {@code dev.specc.diagram} promises. */
@NullMarked
package dev.specc.diagram;

import org.jspecify.annotations.NullMarked;
