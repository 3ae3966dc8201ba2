/**
 * Fuzzing: random specs through the compiler and through libtorch, which must agree on what runs
 * and on every shape; and what any input may cost.
 */
@NullMarked
package dev.specc.fuzz;

import org.jspecify.annotations.NullMarked;
