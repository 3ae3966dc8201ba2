/** Runs a net with weights from a file on inputs from a file. */
@NullMarked
package dev.specc.predict;

import org.jspecify.annotations.NullMarked;
