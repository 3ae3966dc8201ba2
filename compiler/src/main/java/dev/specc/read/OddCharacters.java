package dev.specc.read;

import java.util.Optional;

/** Characters that look like others, and come in with copied text. */
public final class OddCharacters {
  private OddCharacters() {}

  /** What a character is called that a person takes for a plain one; nothing of any other. */
  public static Optional<String> name(char c) {
    return switch (c) {
      case '\u201c', '\u201d', '\u2018', '\u2019' -> Optional.of("a curly quote");
      case '\u2013', '\u2014', '\u2212' -> Optional.of("a dash that is no minus sign");
      default -> isSpace(c) ? Optional.of("a no-break space") : Optional.empty();
    };
  }

  /** A space that is none to YAML. */
  static boolean isSpace(char c) {
    return c == '\u00a0' || c == '\u2007' || c == '\u202f';
  }
}
