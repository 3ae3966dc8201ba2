/** What {@code dev.specc.cli} promises. */
@NullMarked
package dev.specc.cli;

import org.jspecify.annotations.NullMarked;
