package dev.specc.lower.script;

/**
 * The gradient of a value or parameter, in a variable.
 *
 * @param own whether nobody else reads its memory, so that it may be written over
 * @param dense whether it is all of its memory, in the order of the net's arrays: not a slice of
 *     another gradient, and not one number seen many times
 */
record Gradient(String variable, boolean own, boolean dense) {
  /** Memory that was taken for it. */
  static Gradient fresh(String variable) {
    return new Gradient(variable, true, true);
  }

  /** Its memory, which others are about to read as well. */
  Gradient sharing() {
    return new Gradient(variable, false, dense);
  }

  /** Some of its channels, which nobody has besides. */
  Gradient part(String slice) {
    return new Gradient(slice, own, false);
  }
}
