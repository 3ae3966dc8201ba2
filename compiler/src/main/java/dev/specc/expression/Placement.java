package dev.specc.expression;

import dev.specc.read.YamlNode;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;

/** Where the text of an expression stands in its file. */
interface Placement {
  /** The span of a part of the text. */
  Span span(int from, int to);

  /** A scalar's text from there on; all of the scalar where it is not written letter by letter. */
  static Placement in(YamlNode.Scalar scalar, int start) {
    return scalar.verbatim()
        ? in(scalar.span().file(), scalar.textStart() + start)
        : (from, to) -> scalar.span();
  }

  /** A file's text from there on. */
  static Placement in(SourceFile file, int start) {
    return (from, to) -> file.span(start + from, start + to);
  }
}
