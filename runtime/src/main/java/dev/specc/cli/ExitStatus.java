package dev.specc.cli;

/** What the process ends with. */
final class ExitStatus {
  static final int FINE = 0;

  /** The input has errors. */
  static final int INPUT_HAS_ERRORS = 1;

  /** The command line is wrong. */
  static final int WRONG_USAGE = 2;

  /** specc itself failed: a bug, or the outside world. */
  static final int SPECC_FAILED = 3;

  private ExitStatus() {}
}
