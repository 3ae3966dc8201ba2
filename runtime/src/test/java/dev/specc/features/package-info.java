/** What {@code dev.specc.features} promises. */
@NullMarked
package dev.specc.features;

import org.jspecify.annotations.NullMarked;
