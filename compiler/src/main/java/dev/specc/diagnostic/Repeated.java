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

  private record Name(String file, String text) {}

  private Repeated() {}

  /** The diagnostics with one for each missing name, at its first use; the others are labels. */
  static List<Diagnostic> merged(List<Diagnostic> diagnostics) {
    Map<Name, Integer> first = new LinkedHashMap<>();
    Map<Name, Integer> count = new LinkedHashMap<>();
    List<Diagnostic> merged = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      Name name = new Name(diagnostic.span().file().name(), diagnostic.span().text());
      Integer before = isMissing(diagnostic) ? first.putIfAbsent(name, merged.size()) : null;
      if (before == null) {
        merged.add(diagnostic);
      } else if (count.merge(name, 1, Integer::sum) <= MAX_PLACES) {
        merged.set(before, merged.get(before).related(diagnostic.span(), "here as well"));
      }
    }
    return merged;
  }

  private static boolean isMissing(Diagnostic diagnostic) {
    return NAMES.contains(diagnostic.code())
        && diagnostic.help().filter(help -> help.startsWith("did you mean")).isEmpty();
  }
}
