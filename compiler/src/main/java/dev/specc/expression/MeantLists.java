package dev.specc.expression;

import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.source.Span;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that are no expression, and are a list but for its brackets. */
final class MeantLists {
  private static final Pattern TIMES = Pattern.compile("\\s*(\\d+)\\s*[x\u00d7]\\s*(\\d+)\\s*");
  private static final Pattern COMMAS = Pattern.compile("[^,\\[\\](){}]+(,[^,\\[\\](){}]+)+");

  private static final Pattern TUPLE =
      Pattern.compile("\\s*\\(([^,()]+(?:,[^,()]+)+),?\\s*\\)\\s*");

  private MeantLists() {}

  /** {@code 3x3} and {@code (3, 3)} are {@code [3, 3]}; {@code 16, 32} is {@code [16, 32]}. */
  static List<Proposal> of(String text, Span whole) {
    Matcher times = TIMES.matcher(text);
    if (times.matches()) {
      return List.of(list(times.group(1) + ", " + times.group(2), whole));
    }
    Matcher tuple = TUPLE.matcher(text);
    if (tuple.matches()) {
      return List.of(list(tuple.group(1), whole));
    }
    return COMMAS.matcher(text).matches() ? List.of(list(text.strip(), whole)) : List.of();
  }

  private static Proposal list(String items, Span whole) {
    String list = "[" + items + "]";
    return new Proposal("a list is `" + list + "`", new Edit(whole, list));
  }
}
