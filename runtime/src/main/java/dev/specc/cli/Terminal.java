package dev.specc.cli;

/** What the process is connected to. The launcher knows which streams are terminals. */
final class Terminal {
  private Terminal() {}

  /** Whether stdout is a terminal. */
  static boolean isInteractive() {
    return "1".equals(System.getenv("SPECC_STDOUT_TTY"));
  }

  /** Whether stderr is a terminal, where progress is shown. */
  static boolean showsProgress() {
    return "1".equals(System.getenv("SPECC_STDERR_TTY"));
  }
}
