package dev.specc.validate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options as a call of Python gives them: {@code out=8, kernel=3}. */
final class Assignments {
  private static final Pattern ONE = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*=\\s*([^=,]+?)\\s*");
  private static final int MAX_LENGTH = 200;

  private Assignments() {}

  /** {@code out: 8} for {@code out=8}; nothing for what is no option of these. */
  static Optional<String> option(String text, Collection<String> options) {
    Matcher assignment = ONE.matcher(text);
    if (text.length() > MAX_LENGTH || !assignment.matches()) {
      return Optional.empty();
    }
    String name = assignment.group(1);
    String value = assignment.group(2);
    return Optional.of(name)
        .filter(options::contains)
        .or(() -> ForeignNames.option(name, options))
        .map(ours -> ours + ": " + (isTruth(value) ? value.toLowerCase(Locale.ROOT) : value));
  }

  private static boolean isTruth(String value) {
    return value.equals("True") || value.equals("False");
  }

  /** {@code {out: 8, kernel: 3}} for {@code out=8, kernel=3}. */
  static Optional<String> braces(String text, Collection<String> options) {
    List<String> meant = new ArrayList<>();
    for (String part : text.split(",")) {
      Optional<String> option = option(part, options);
      if (option.isEmpty()) {
        return Optional.empty();
      }
      meant.add(option.get());
    }
    return Optional.of("{" + String.join(", ", meant) + "}");
  }
}
