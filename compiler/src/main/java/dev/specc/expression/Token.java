package dev.specc.expression;

import dev.specc.source.Span;

/** A word of an expression. */
record Token(Kind kind, String text, Span span) {
  enum Kind {
    INTEGER,
    FLOAT,
    TEXT,
    NAME,
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbol);
  }

  String show() {
    return kind == Kind.END ? "the end" : "`" + text + "`";
  }
}
