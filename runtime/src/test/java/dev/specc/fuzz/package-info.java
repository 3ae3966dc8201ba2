/** Coverage-guided fuzzing: what any input may cost, and the inputs to start from. */
@NullMarked
package dev.specc.fuzz;

import org.jspecify.annotations.NullMarked;
