package dev.specc.elaborate;

import dev.specc.diagnostic.Diagnostic;

/** Ends the elaboration of a spec that grows beyond a limit; it never leaves this package. */
final class LimitReached extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Diagnostic diagnostic;

  LimitReached(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
