package dev.specc.diagnostic;

/**
 * A fix that was applied to a copy of the spec and checked.
 *
 * @param title what to do, as a person would say it: {@code `padding: 2` keeps 28x28}
 * @param edit the one change that does it
 * @param effect what becomes of the errors with it
 */
public record Fix(String title, Edit edit, Effect effect) {
  /** How good a fix is; better ones first. */
  public enum Effect {
    /** No error is left. */
    PASSES("the spec passes with it"),
    /** This error is gone, and no other came. */
    MENDS("this error is gone with it"),
    /** This error is gone, and others came to light, all further down or of a later stage. */
    UNCOVERS("this error is gone with it, and others come to light");

    private final String words;

    Effect(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Whether the whole spec has no error left after it. */
  public boolean passes() {
    return effect == Effect.PASSES;
  }
}
