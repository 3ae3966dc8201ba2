package dev.specc.fuzz;

/**
 * The compiler and libtorch differ.
 *
 * @param kind what kind of difference it is: shrinking keeps it
 */
record Disagreement(String kind, String detail) {}
