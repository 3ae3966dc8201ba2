package dev.specc.diagnostic;

import dev.specc.source.Span;

/** One replacement in a source text: the text of {@code span} becomes {@code replacement}. */
public record Edit(Span span, String replacement) {
  /** New lines end as the lines of the file do. */
  public Edit {
    if (replacement.contains("\n") && span.file().text().contains("\r\n")) {
      replacement = replacement.replace("\r\n", "\n").replace("\n", "\r\n");
    }
  }

  /** The whole text of the edited file. */
  public String apply() {
    String text = span.file().text();
    return text.substring(0, span.start()) + replacement + text.substring(span.end());
  }
}
