package dev.specc.memory;

/**
 * The bytes that one node takes in a training step.
 *
 * @param output of its result; 0 where the result shares its input's memory
 * @param savesInputs whether the backward pass reads the inputs
 * @param savesOutput whether the backward pass reads the result
 * @param saved kept for the backward pass besides: indices, masks, padded copies
 * @param forwardPeak at most allocated at once while it runs, result and {@code saved} included
 * @param backwardPeak at most allocated at once in its backward pass, the gradients of inputs and
 *     of its own parameters included
 * @param passesGradient whether the inputs' gradients are the output's gradient or parts of it, in
 *     the same memory
 * @param wantsContiguous whether the backward pass copies a gradient that is a part of another
 */
record Footprint(
    long output,
    boolean savesInputs,
    boolean savesOutput,
    long saved,
    long forwardPeak,
    long backwardPeak,
    boolean passesGradient,
    boolean wantsContiguous) {

  /** A result that nothing is kept of, with a new gradient for its input. */
  static Footprint plain(long output, long input) {
    return new Footprint(output, false, false, 0, output, input, false, false);
  }

  /** The input's memory, seen in another way. */
  static Footprint view() {
    return new Footprint(0, false, false, 0, 0, 0, true, false);
  }

  boolean isView() {
    return output == 0;
  }

  Footprint savingInputs() {
    return new Footprint(
        output,
        true,
        savesOutput,
        saved,
        forwardPeak,
        backwardPeak,
        passesGradient,
        wantsContiguous);
  }

  Footprint savingOutput() {
    return new Footprint(
        output,
        savesInputs,
        true,
        saved,
        forwardPeak,
        backwardPeak,
        passesGradient,
        wantsContiguous);
  }

  Footprint passingGradient() {
    return new Footprint(
        output, savesInputs, savesOutput, saved, forwardPeak, 0, true, wantsContiguous);
  }

  /** Keeps so much more for the backward pass. */
  Footprint keeping(long bytes) {
    return new Footprint(
        output,
        savesInputs,
        savesOutput,
        saved + bytes,
        forwardPeak + bytes,
        backwardPeak,
        passesGradient,
        wantsContiguous);
  }

  /** Takes so much at once in either pass. */
  Footprint peaking(long forward, long backward) {
    return new Footprint(
        output,
        savesInputs,
        savesOutput,
        saved,
        forward,
        backward,
        passesGradient,
        wantsContiguous);
  }

  Footprint wantingContiguous() {
    return new Footprint(
        output, savesInputs, savesOutput, saved, forwardPeak, backwardPeak, passesGradient, true);
  }
}
