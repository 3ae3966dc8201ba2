package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.YamlNode;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A label that may hold expressions in braces: {@code conv{i + 1}}. */
public record Template(Span span, List<Part> parts) {
  /** A piece of a label. */
  public sealed interface Part {
    record Fixed(String text) implements Part {}

    record Computed(Expr expr) implements Part {}
  }

  public Template {
    parts = List.copyOf(parts);
  }

  /** A label without expressions. */
  public static Template fixed(Span span, String text) {
    return new Template(span, List.of(new Part.Fixed(text)));
  }

  public static Template parse(YamlNode.Scalar scalar, Diagnostics diagnostics) {
    String text = scalar.text();
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      if (open < 0) {
        parts.add(new Part.Fixed(text.substring(at)));
        break;
      }
      if (open > at) {
        parts.add(new Part.Fixed(text.substring(at, open)));
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        diagnostics.add(
            Diagnostic.of(
                Code.EXPRESSION_SYNTAX, scalar.span(), "the `{` in this label has no `}`"));
        parts.add(new Part.Computed(new Expr.Invalid(scalar.span())));
        break;
      }
      parts.add(
          new Part.Computed(ExpressionParser.parsePart(scalar, open + 1, close, diagnostics)));
      at = close + 1;
    }
    return new Template(scalar.span(), parts);
  }

  /** The text, empty where a part of it is unknown. */
  public Optional<String> fill(Evaluator evaluator) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Fixed fixed -> text.append(fixed.text());
        case Part.Computed computed -> {
          Value value = evaluator.evaluate(computed.expr());
          if (value.isUnknown()) {
            return Optional.empty();
          }
          text.append(evaluator.show(value, computed.expr().span()));
        }
      }
    }
    return Optional.of(text.toString());
  }

  /** The text where it holds no expression. */
  public Optional<String> fixedText() {
    if (parts.isEmpty()) {
      return Optional.of("");
    }
    return parts.size() == 1 && parts.getFirst() instanceof Part.Fixed fixed
        ? Optional.of(fixed.text())
        : Optional.empty();
  }
}
