package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.source.SourceFile;
import java.util.Optional;

/** Control characters that no YAML text holds: a sign of a binary file. */
final class NotText {
  private NotText() {}

  static Optional<Diagnostic> check(SourceFile file) {
    String text = file.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\n' && c != '\r' && c != '\t'
          || c == 0x7f
          || c == 0xfffe
          || c == 0xffff) {
        String message =
            "%s is not text: it holds the control character U+%04X".formatted(file.name(), (int) c);
        return Optional.of(Diagnostic.of(Code.NOT_TEXT, file.span(i, i + 1), message));
      }
    }
    return Optional.empty();
  }
}
