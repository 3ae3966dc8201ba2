package dev.specc.expression;

import dev.specc.diagnostic.Diagnostic;

/** Leaves the parser at the first mistake; it never leaves this package. */
final class SyntaxError extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Diagnostic diagnostic;

  SyntaxError(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
