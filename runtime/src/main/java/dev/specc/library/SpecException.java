package dev.specc.library;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.TextReport;
import java.util.List;
import java.util.stream.Collectors;

/** A spec or recipe with errors. The message is the report that {@code specc check} prints. */
public final class SpecException extends RuntimeException {
  private final transient List<Diagnostic> diagnostics;

  SpecException(List<Diagnostic> diagnostics) {
    super(report(diagnostics));
    this.diagnostics = List.copyOf(diagnostics);
  }

  SpecException(String message) {
    super(message);
    this.diagnostics = List.of();
  }

  private static String report(List<Diagnostic> diagnostics) {
    TextReport report = new TextReport(false);
    return diagnostics.stream().map(report::render).collect(Collectors.joining("\n", "\n", ""));
  }

  /** What is wrong, with places and fixes. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
