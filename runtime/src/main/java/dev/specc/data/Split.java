package dev.specc.data;

/** The parts of a dataset. */
public enum Split {
  /** To learn from. */
  TRAIN,
  /** To choose by: when to stop, which epoch was best. */
  VALIDATION,
  /** To report on. */
  TEST;

  /** As messages name it: {@code training}, {@code validation}, {@code test}. */
  @Override
  public String toString() {
    return switch (this) {
      case TRAIN -> "training";
      case VALIDATION -> "validation";
      case TEST -> "test";
    };
  }
}
