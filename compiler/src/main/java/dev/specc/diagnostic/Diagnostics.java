package dev.specc.diagnostic;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what the stages say. The same code at the same place is kept once: a mistake in a block
 * that is called ten times is one mistake.
 */
public final class Diagnostics implements Reporter {
  /** Of errors, and of warnings: past this many, a reader is not helped by more. */
  public static final int LIMIT = 100;

  private record Place(Code code, String file, int start, int end) {}

  private final Map<Place, Diagnostic> byPlace = new LinkedHashMap<>();
  private int errors;
  private int warnings;

  @Override
  public void add(Diagnostic diagnostic) {
    var span = diagnostic.span();
    var place = new Place(diagnostic.code(), span.file().name(), span.start(), span.end());
    int alike = diagnostic.isError() ? errors : warnings;
    if (alike < LIMIT && byPlace.putIfAbsent(place, diagnostic) == null) {
      errors += diagnostic.isError() ? 1 : 0;
      warnings += diagnostic.isError() ? 0 : 1;
    }
  }

  public void addAll(List<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  /** Whether no error at a new place is kept any more. */
  public boolean isFull() {
    return errors >= LIMIT;
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  /**
   * In the order of the text, file by file in the order of their first diagnostic; a missing name
   * once.
   */
  public List<Diagnostic> sorted() {
    Map<String, Integer> files = new LinkedHashMap<>();
    byPlace.values().forEach(d -> files.putIfAbsent(d.span().file().name(), files.size()));
    return Repeated.merged(
        byPlace.values().stream()
            .sorted(
                Comparator.<Diagnostic, Integer>comparing(d -> files.get(d.span().file().name()))
                    .thenComparing(d -> d.span().start())
                    .thenComparing(d -> d.code().id()))
            .toList());
  }

  /** In the order in which they were found. */
  public List<Diagnostic> found() {
    return Collections.unmodifiableList(List.copyOf(byPlace.values()));
  }
}
