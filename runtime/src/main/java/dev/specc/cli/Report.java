package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.TextReport;
import dev.specc.read.FileSources;
import dev.specc.repair.Repair;
import dev.specc.source.Span;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints diagnostics as text, and what they come to. */
final class Report {
  private Report() {}

  static void print(List<Diagnostic> diagnostics, PrintWriter to, boolean colour) {
    TextReport report = new TextReport(colour);
    diagnostics.forEach(d -> to.println(report.render(d)));
  }

  /** A result whose errors have the fixes that were tried and mend them. */
  static Compiler.Result repaired(Compiler.Result result) {
    return result.with(Repair.of(new FileSources(), result));
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

  /** What several specs say of a file that they all import, or several variants, is said once. */
  private record Place(Code code, String file, int start, int end, String message) {
    static Place of(Diagnostic diagnostic) {
      Span span = diagnostic.span();
      String file = span.file().name();
      return new Place(diagnostic.code(), file, span.start(), span.end(), diagnostic.message());
    }
  }

  static List<Diagnostic> all(List<Compiler.Result> results) {
    Map<Place, Diagnostic> all = new LinkedHashMap<>();
    for (Compiler.Result result : results) {
      result.diagnostics().forEach(d -> all.putIfAbsent(Place.of(d), d));
    }
    return List.copyOf(all.values());
  }

  /** Whether stdout shows colours: a terminal, and nobody asked for none (no-color.org). */
  static boolean colour() {
    return System.getenv("NO_COLOR") == null && Terminal.isInteractive();
  }
}
