/** What {@code dev.specc.report.tensorboard} promises. */
@NullMarked
package dev.specc.report.tensorboard;

import org.jspecify.annotations.NullMarked;
