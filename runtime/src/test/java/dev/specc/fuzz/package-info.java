/**
 * Differential fuzzing: random specs through the compiler and through libtorch, which must agree on
 * what runs and on every shape.
 */
@org.jspecify.annotations.NullMarked
package dev.specc.fuzz;
