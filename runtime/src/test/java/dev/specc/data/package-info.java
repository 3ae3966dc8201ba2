/** What {@code dev.specc.data} promises. */
@NullMarked
package dev.specc.data;

import org.jspecify.annotations.NullMarked;
