package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode.Entry;
import java.util.Set;

/** Explains why a word cannot name a param, a block, a branch and so on. */
final class NameMistakes {
  private static final Set<String> SYNTAX =
      Set.of("and", "or", "not", "if", "else", "true", "false");

  private NameMistakes() {}

  static Diagnostic param(Entry entry) {
    String name = entry.name();
    if (name.equals("in")) {
      String help = "in expressions it is the channels of what arrives: choose another name";
      return bad(entry, "a param", help);
    }
    if (SYNTAX.contains(name)) {
      return bad(entry, "a param", "in expressions it is a part of the language");
    }
    return bad(entry, "a param", "a param's name is a small letter, then letters, digits and `_`");
  }

  static Diagnostic block(Entry entry) {
    String name = entry.name();
    boolean small = name.matches("[a-z][A-Za-z0-9_]*");
    Diagnostic diagnostic =
        bad(entry, "a block", "a block's name is a capital letter, then letters, digits and `_`");
    String capital = small ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : "";
    return small
        ? diagnostic.help("write `" + capital + "`, here and where it is called")
        : diagnostic;
  }

  /** A name in one of the other maps: {@code branches}, {@code variants}. */
  static Diagnostic label(Entry entry, String map) {
    return switch (map) {
      case "branches" -> bad(entry, "a branch", "use letters, digits, `_` and `-`");
      case "variants" -> bad(entry, "a variant", "use letters, digits, `_`, `-` and `.`");
      case "inputs" -> bad(entry, "an input", "use letters, digits and `_`");
      default -> bad(entry, "an output", "use letters, digits and `_`");
    };
  }

  private static Diagnostic bad(Entry entry, String what, String help) {
    String message = Words.quoted(entry.name()) + " cannot name " + what;
    return Diagnostic.of(Code.WRONG_VALUE, entry.key().span(), message).help(help);
  }
}
