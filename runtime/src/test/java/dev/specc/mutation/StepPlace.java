package dev.specc.mutation;

import dev.specc.read.YamlNode;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step as it stands in a file.
 *
 * @param node the whole step: a word, or a map with the op and its modifiers
 * @param key the op, block or combinator
 * @param value what the key holds; the key itself for a bare word
 * @param siblings the list that it stands in, at {@code index}
 * @param around the combinators around it, outermost first: {@code residual}, {@code branches}
 */
record StepPlace(
    YamlNode node,
    YamlNode.Scalar key,
    YamlNode value,
    List<YamlNode> siblings,
    int index,
    List<String> around) {
  static final Set<String> MODIFIERS =
      Set.of(
          "as",
          "from",
          "when",
          "share",
          "expect",
          "join",
          "shortcut",
          "scale",
          "layers",
          "times",
          "over",
          "for",
          "index",
          "with");

  String op() {
    return key.text();
  }

  /** Whether it calls a block of the user's. */
  boolean isCall() {
    return Character.isUpperCase(op().charAt(0));
  }

  Optional<YamlNode.Mapping> map() {
    return node instanceof YamlNode.Mapping map ? Optional.of(map) : Optional.empty();
  }

  /** The options of an op, or the arguments of a call. */
  List<YamlNode.Entry> options() {
    Optional<YamlNode> held =
        op().equals("use") ? map().flatMap(m -> m.get("with")) : Optional.of(value);
    boolean flat = !op().equals("branches");
    return flat && held.orElse(null) instanceof YamlNode.Mapping map ? map.entries() : List.of();
  }

  Optional<YamlNode.Entry> option(String name) {
    return options().stream().filter(e -> e.name().equals(name)).findFirst();
  }

  Optional<YamlNode.Entry> modifier(String name) {
    return map().flatMap(m -> m.entry(name));
  }

  /** Whether it starts a line: {@code - conv: ...}. */
  boolean startsLine() {
    return indentation(node).isPresent();
  }

  static Optional<Integer> indentation(YamlNode node) {
    SourceFile file = node.span().file();
    int start = file.lineStart(node.span().line());
    String before = file.text().substring(start, node.span().start());
    return before.matches(" *- ") ? Optional.of(before.length()) : Optional.empty();
  }

  /** The whole lines of a span, with their line breaks. */
  static Span lines(Span span) {
    SourceFile file = span.file();
    int last = span.endLine();
    int end = file.lineStart(last) + file.lineText(last).length() + 1;
    return file.span(file.lineStart(span.line()), Math.min(file.text().length(), end));
  }

  Span lines() {
    return lines(node.span());
  }

  SourceFile file() {
    return node.span().file();
  }
}
