package dev.specc.validate;

import dev.specc.diagnostic.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Phrases that several messages share. */
final class Words {
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five");

  /** The help for YAML's merge key. */
  static final String MERGE =
      "`<<` is not read: write the options out, or make a block that has them";

  private Words() {}

  static String quoted(String word) {
    return "`" + (word.length() > 40 ? word.substring(0, 40) + "…" : word) + "`";
  }

  /** {@code `a`, `b` and `c`}. */
  static String list(Collection<String> words, String last) {
    List<String> quoted = words.stream().map(Words::quoted).toList();
    int count = quoted.size();
    return count < 2
        ? String.join("", quoted)
        : String.join(", ", quoted.subList(0, count - 1)) + " " + last + " " + quoted.getLast();
  }

  static String and(Collection<String> words) {
    return list(words, "and");
  }

  static String number(int count) {
    return count < NUMBERS.size() ? NUMBERS.get(count) : Integer.toString(count);
  }

  /** {@code conv: {out: ..., kernel: ...}}, without backticks. */
  static String template(String op, List<String> options) {
    return op + ": {" + String.join(", ", options.stream().map(o -> o + ": ...").toList()) + "}";
  }

  /** What was meant: a foreign name is translated, a slip is corrected. */
  static Optional<String> meant(Optional<String> foreign, String word, Collection<String> known) {
    return foreign.or(() -> Suggestion.closest(word, known));
  }

  /** The help line for a word that was meant to be one of the known ones. */
  static Optional<String> help(Optional<String> foreign, String word, Collection<String> known) {
    return foreign
        .map(ours -> "it is called `" + ours + "` here")
        .or(() -> Suggestion.question(word, known));
  }
}
