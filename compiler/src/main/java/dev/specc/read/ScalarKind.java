package dev.specc.read;

import dev.specc.read.YamlNode.Kind;
import java.util.regex.Pattern;

/** What plain text is, by the core schema of YAML 1.2 (section 10.3.2). */
final class ScalarKind {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private ScalarKind() {}

  static Kind of(String plain) {
    return switch (plain) {
      case "", "~", "null", "Null", "NULL" -> Kind.NULL;
      case "true", "True", "TRUE", "false", "False", "FALSE" -> Kind.BOOLEAN;
      default -> ofNumber(plain);
    };
  }

  private static Kind ofNumber(String plain) {
    char first = plain.charAt(0);
    if (Character.isLetter(first) || plain.length() > 100) {
      return Kind.STRING;
    }
    if (INTEGER.matcher(plain).matches()) {
      return Kind.INTEGER;
    }
    return FLOAT.matcher(plain).matches() ? Kind.FLOAT : Kind.STRING;
  }
}
