package dev.specc.decode;

import dev.specc.expression.Template;
import dev.specc.source.Span;

/** A use of a label. */
public record LabelRef(Template label) {
  public Span span() {
    return label.span();
  }
}
