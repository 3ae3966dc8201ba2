package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.source.Span;

/** Leaves the parser at the first mistake; it never leaves this package. */
final class SyntaxError extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Diagnostic diagnostic;

  SyntaxError(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  /** Something that does not belong where it stands. */
  static SyntaxError at(Span span, String message) {
    return new SyntaxError(Diagnostic.of(Code.EXPRESSION_SYNTAX, span, message));
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
