package dev.specc.lower.python;

import java.util.Set;
import java.util.regex.Pattern;

/** Names that Python takes as they are: letters of ASCII, digits and underscores; no keywords. */
public final class PythonIdentifier {
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Set<String> KEYWORDS =
      Set.of(
          "False",
          "None",
          "True",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  private PythonIdentifier() {}

  public static boolean isValid(String name) {
    return LETTERS.matcher(name).matches() && !KEYWORDS.contains(name);
  }
}
