package dev.specc.decode;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.expression.Expr;
import dev.specc.expression.ExpressionParser;
import dev.specc.expression.Template;
import dev.specc.expression.Value;
import dev.specc.read.YamlNode;
import dev.specc.source.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decodes YAML values to expressions: text is parsed, numbers and truth values stand for
 * themselves.
 */
final class ExprDecoder {
  private final Set<YamlNode> invalid;
  private final Diagnostics diagnostics;

  ExprDecoder(Set<YamlNode> invalid, Diagnostics diagnostics) {
    this.invalid = invalid;
    this.diagnostics = diagnostics;
  }

  Expr expr(YamlNode node) {
    if (invalid.contains(node)) {
      return new Expr.Invalid(node.span());
    }
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar(scalar);
      case YamlNode.Sequence sequence -> new Expr.ListOf(sequence.span(), list(sequence));
      case YamlNode.Mapping mapping -> new Expr.MapOf(mapping.span(), fields(mapping));
    };
  }

  /** The items of a list, or the one value as a list of one. */
  List<Expr> list(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence
        ? sequence.items().stream().map(this::expr).toList()
        : List.of(expr(node));
  }

  private Map<String, Expr> fields(YamlNode.Mapping mapping) {
    Map<String, Expr> fields = new LinkedHashMap<>();
    mapping.entries().forEach(e -> fields.put(e.name(), expr(e.value())));
    return fields;
  }

  private Expr scalar(YamlNode.Scalar scalar) {
    return switch (scalar.kind()) {
      case NULL -> missing(scalar);
      case BOOLEAN ->
          new Expr.Literal(
              scalar.span(), new Value.Bool(scalar.text().toLowerCase(Locale.ROOT).equals("true")));
      case INTEGER -> integer(scalar);
      case FLOAT -> real(scalar);
      case STRING -> ExpressionParser.parse(scalar, diagnostics);
    };
  }

  private Expr missing(YamlNode.Scalar scalar) {
    diagnostics.add(Diagnostic.of(Code.WRONG_TYPE, scalar.span(), "a value is missing here"));
    return new Expr.Invalid(scalar.span());
  }

  private Expr integer(YamlNode.Scalar scalar) {
    String text = scalar.text();
    BigInteger number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    if (number.bitLength() > 62) {
      diagnostics.add(
          Diagnostic.of(Code.TOO_LARGE, scalar.span(), text + " is too large a number"));
      return new Expr.Invalid(scalar.span());
    }
    return new Expr.Literal(scalar.span(), Value.of(number.longValueExact()));
  }

  private Expr real(YamlNode.Scalar scalar) {
    String text = scalar.text().toLowerCase(Locale.ROOT);
    if (text.contains("nan") || text.contains("inf")) {
      diagnostics.add(
          Diagnostic.of(Code.WRONG_VALUE, scalar.span(), "a finite number is needed here"));
      return new Expr.Invalid(scalar.span());
    }
    double value = Double.parseDouble(scalar.text());
    if (Double.isInfinite(value)) {
      diagnostics.add(
          Diagnostic.of(Code.TOO_LARGE, scalar.span(), scalar.text() + " is too large a number"));
      return new Expr.Invalid(scalar.span());
    }
    return new Expr.Literal(scalar.span(), new Value.Real(value));
  }

  /** The entries of a map as named values; nothing for an absent or empty map. */
  List<Argument> arguments(YamlNode node) {
    List<Argument> arguments = new ArrayList<>();
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        if (!invalid.contains(entry.key())) {
          arguments.add(new Argument(entry.name(), entry.key().span(), value(entry)));
        }
      }
    }
    return arguments;
  }

  /** {@code {growth}} means a param where params are declared, and nothing where one is set. */
  private Expr value(YamlNode.Entry entry) {
    boolean absent =
        entry.value() instanceof YamlNode.Scalar scalar
            && scalar.is(YamlNode.Kind.NULL)
            && scalar.text().isEmpty()
            && !invalid.contains(scalar);
    if (!absent) {
      return expr(entry.value());
    }
    String name = entry.name();
    Span key = entry.key().span();
    String title = "write `" + name + ": " + name + "` to pass on what has this name here";
    Diagnostic diagnostic =
        Diagnostic.of(Code.WRONG_TYPE, key, "`" + name + "` has no value here").help(title);
    boolean colon = entry.span().text().contains(":");
    diagnostics.add(
        colon
            ? diagnostic
            : diagnostic.proposing(
                List.of(new Proposal(title, new Edit(key, name + ": " + name)))));
    return new Expr.Invalid(key);
  }

  Template template(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && !invalid.contains(node)
        ? Template.parse(scalar, diagnostics)
        : new Template(
            node.span(), List.of(new Template.Part.Computed(new Expr.Invalid(node.span()))));
  }
}
