package dev.specc.diagnostic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A name that is missing is missing wherever it is used: one mistake. A slip in one place is not
 * like that, and has a word that was meant.
 */
final class Repeated {
  private static final Set<Code> NAMES =
      Set.of(Code.UNKNOWN_NAME, Code.UNKNOWN_PARAM, Code.UNKNOWN_LABEL, Code.UNKNOWN_BLOCK);

  /** More places than this are no help to a reader. */
  private static final int MAX_PLACES = 4;

  /** Nobody slips in the same way so often. */
  private static final int TOO_OFTEN = 3;

  private record Name(String file, String text) {
    static Name of(Diagnostic diagnostic) {
      return new Name(diagnostic.span().file().name(), diagnostic.span().text());
    }
  }

  private Repeated() {}

  /** The diagnostics with one for each missing name, at its first use; the others are labels. */
  static List<Diagnostic> merged(List<Diagnostic> diagnostics) {
    Map<Name, Integer> uses = new LinkedHashMap<>();
    diagnostics.stream()
        .filter(d -> NAMES.contains(d.code()))
        .forEach(d -> uses.merge(Name.of(d), 1, Integer::sum));
    Map<Name, Integer> first = new LinkedHashMap<>();
    Map<Name, Integer> count = new LinkedHashMap<>();
    List<Diagnostic> merged = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      Name name = Name.of(diagnostic);
      boolean missing = !isSlip(diagnostic) || uses.getOrDefault(name, 0) >= TOO_OFTEN;
      boolean merges = NAMES.contains(diagnostic.code()) && missing;
      Integer before = merges ? first.putIfAbsent(name, merged.size()) : null;
      if (before == null) {
        merged.add(diagnostic);
      } else if (count.merge(name, 1, Integer::sum) <= MAX_PLACES) {
        merged.set(before, merged.get(before).related(diagnostic.span(), "here as well"));
      }
    }
    return merged;
  }

  private static boolean isSlip(Diagnostic diagnostic) {
    return diagnostic.help().filter(help -> help.startsWith("did you mean")).isPresent();
  }
}
