/**
 * How a training step runs: which derivatives are written and which are autograd's, what is written
 * over, what is kept, and what is computed again.
 */
@NullMarked
package dev.specc.schedule;

import org.jspecify.annotations.NullMarked;
