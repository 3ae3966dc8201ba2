package dev.specc.diagnostic;

/** How much a diagnostic matters: an error stops what follows, a warning does not. */
public enum Severity {
  ERROR,
  WARNING;

  /** The word that users and JSON see. */
  public String word() {
    return switch (this) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }
}
