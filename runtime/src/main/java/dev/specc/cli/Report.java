package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.TextReport;
import java.io.PrintWriter;
import java.util.List;

/** Prints diagnostics as text, and what they come to. */
final class Report {
  private Report() {}

  static void print(List<Diagnostic> diagnostics, PrintWriter to, boolean colour) {
    TextReport report = new TextReport(colour);
    diagnostics.forEach(d -> to.println(report.render(d)));
  }

  /** {@code 2 errors, 1 warning}. */
  static String count(List<Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    long warnings = diagnostics.size() - errors;
    if (errors == 0 && warnings == 0) {
      return "no errors";
    }
    String text = errors > 0 ? plural(errors, "error") : "";
    return warnings == 0 ? text : text + (text.isEmpty() ? "" : ", ") + plural(warnings, "warning");
  }

  static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static List<Diagnostic> all(List<Compiler.Result> results) {
    return results.stream().flatMap(r -> r.diagnostics().stream()).distinct().toList();
  }

  /** Whether stdout shows colours: a terminal, and nobody asked for none (no-color.org). */
  static boolean colour() {
    return System.getenv("NO_COLOR") == null && Terminal.isInteractive();
  }
}
