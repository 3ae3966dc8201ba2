package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Expr.Operator;
import dev.specc.expression.Expr.Relation;
import dev.specc.expression.Token.Kind;
import dev.specc.read.YamlNode;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses expressions: a subset of Python's, with its precedences.
 *
 * <pre>
 * conditional = or ["if" or "else" conditional]
 * or          = and {"or" and}
 * and         = not {"and" not}
 * not         = "not" not | comparison
 * comparison  = sum {("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") sum}
 * sum         = product {("+" | "-") product}
 * product     = sign {("*" | "/" | "//" | "%") sign}
 * sign        = "-" sign | power
 * power       = postfix ["**" sign]
 * postfix     = atom {"." name | "[" conditional "]"}
 * atom        = number | text | "true" | "false" | name | name "(" list ")" | "(" ... ")" | "[" list "]"
 * </pre>
 */
public final class ExpressionParser {
  private static final int MAX_DEPTH = 100;

  /** Operators or brackets in a row, which nest without a parenthesis: `1 + 1 + 1`. */
  private static final int MAX_CHAIN = 1_000;

  private static final int MAX_LENGTH = 10_000;
  private static final Set<String> RESERVED = Set.of("if", "else", "and", "or", "not");

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int links;

  private ExpressionParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Parses the text of a scalar; a mistake is reported and gives {@link Expr.Invalid}. */
  public static Expr parse(YamlNode.Scalar scalar, Diagnostics diagnostics) {
    return parse(scalar.text(), placed(scalar, 0), scalar.span(), diagnostics);
  }

  /** Parses a part of a scalar's text, such as what stands in the braces of a label. */
  static Expr parsePart(YamlNode.Scalar scalar, int from, int to, Diagnostics diagnostics) {
    Lexer.Placed placed = placed(scalar, from);
    String text = scalar.text().substring(from, to);
    return parse(text, placed, placed.span(0, text.length()), diagnostics);
  }

  /** Parses the rest of a text that is no YAML, such as what {@code --set} gives. */
  public static Expr parse(SourceFile file, int from, Diagnostics diagnostics) {
    Lexer.Placed placed = (start, end) -> file.span(from + start, from + end);
    String text = file.text().substring(from);
    return parse(text, placed, placed.span(0, text.length()), diagnostics);
  }

  private static Expr parse(String text, Lexer.Placed placed, Span whole, Diagnostics diagnostics) {
    try {
      requireShort(text, whole);
      ExpressionParser parser = new ExpressionParser(new Lexer(text, placed).tokens());
      Expr expr = parser.conditional();
      parser.end();
      return expr;
    } catch (SyntaxError e) {
      diagnostics.add(e.diagnostic());
      return new Expr.Invalid(whole);
    }
  }

  private static void requireShort(String text, Span whole) throws SyntaxError {
    if (text.length() > MAX_LENGTH) {
      throw new SyntaxError(
          Diagnostic.of(
                  Code.TOO_LARGE,
                  whole,
                  "the expression has %,d letters, and at most %,d are read"
                      .formatted(text.length(), MAX_LENGTH))
              .help("split it: give its parts names under `params:`"));
    }
  }

  private static Lexer.Placed placed(YamlNode.Scalar scalar, int shift) {
    if (!scalar.verbatim()) {
      return (from, to) -> scalar.span();
    }
    int start = scalar.textStart() + shift;
    return (from, to) -> scalar.span().file().span(start + from, start + to);
  }

  private void end() throws SyntaxError {
    if (peek().kind() != Kind.END) {
      throw error("the expression should end before " + peek().show());
    }
  }

  private Expr conditional() throws SyntaxError {
    enter();
    Span start = peek().span();
    Expr value = or();
    if (accept("if")) {
      Expr condition = or();
      expect("else");
      Expr otherwise = conditional();
      value = new Expr.Conditional(from(start), condition, value, otherwise);
    }
    depth--;
    return value;
  }

  private Expr or() throws SyntaxError {
    Span start = peek().span();
    Expr left = and();
    while (accept("or")) {
      Expr right = and();
      link();
      left = new Expr.Logic(from(start), false, left, right);
    }
    return left;
  }

  private Expr and() throws SyntaxError {
    Span start = peek().span();
    Expr left = not();
    while (accept("and")) {
      Expr right = not();
      link();
      left = new Expr.Logic(from(start), true, left, right);
    }
    return left;
  }

  private Expr not() throws SyntaxError {
    Span start = peek().span();
    if (accept("not")) {
      enter();
      Expr operand = not();
      depth--;
      return new Expr.Not(from(start), operand);
    }
    return comparison();
  }

  private Expr comparison() throws SyntaxError {
    Span start = peek().span();
    Expr first = sum();
    List<Relation> relations = new ArrayList<>();
    List<Expr> operands = new ArrayList<>(List.of(first));
    for (Relation next = relation(); next != null; next = relation()) {
      relations.add(next);
      operands.add(sum());
    }
    return relations.isEmpty() ? first : new Expr.Comparison(from(start), relations, operands);
  }

  private @org.jspecify.annotations.Nullable Relation relation() {
    for (Relation relation : Relation.values()) {
      if (accept(relation.symbol())) {
        return relation;
      }
    }
    return null;
  }

  private Expr sum() throws SyntaxError {
    return leftAssociative(List.of(Operator.PLUS, Operator.MINUS), this::product);
  }

  private Expr product() throws SyntaxError {
    return leftAssociative(
        List.of(Operator.TIMES, Operator.DIVIDE, Operator.FLOOR_DIVIDE, Operator.MODULO),
        this::sign);
  }

  private interface Rule {
    Expr parse() throws SyntaxError;
  }

  private Expr leftAssociative(List<Operator> operators, Rule operand) throws SyntaxError {
    Span start = peek().span();
    Expr left = operand.parse();
    while (true) {
      Operator found = null;
      for (Operator operator : operators) {
        if (found == null && accept(operator.symbol())) {
          found = operator;
        }
      }
      if (found == null) {
        return left;
      }
      Expr right = operand.parse();
      link();
      left = new Expr.Arithmetic(from(start), found, left, right);
    }
  }

  private Expr sign() throws SyntaxError {
    Span start = peek().span();
    if (accept("-")) {
      enter();
      Expr operand = sign();
      depth--;
      return new Expr.Negative(from(start), operand);
    }
    return power();
  }

  private Expr power() throws SyntaxError {
    Span start = peek().span();
    Expr base = postfix();
    if (accept("**")) {
      enter();
      Expr exponent = sign();
      depth--;
      return new Expr.Arithmetic(from(start), Operator.POWER, base, exponent);
    }
    return base;
  }

  private Expr postfix() throws SyntaxError {
    Span start = peek().span();
    Expr target = atom();
    while (true) {
      if (accept(".")) {
        link();
        Token field = next();
        if (field.kind() != Kind.NAME) {
          throw error(field, "a field's name is missing after the `.`");
        }
        Expr.Name name = new Expr.Name(field.span(), field.text());
        target = new Expr.Attribute(from(start), target, name);
      } else if (accept("[")) {
        link();
        target = indexed(start, target);
      } else {
        return target;
      }
    }
  }

  /** What follows {@code list[}. */
  private Expr indexed(Span start, Expr list) throws SyntaxError {
    Optional<Expr> first = Optional.empty();
    if (!peek().is(":")) {
      first = Optional.of(conditional());
    }
    if (!accept(":")) {
      expect("]");
      return new Expr.Index(from(start), list, first.orElseThrow());
    }
    Optional<Expr> end = Optional.empty();
    if (!peek().is("]")) {
      end = Optional.of(conditional());
    }
    expect("]");
    return new Expr.Slice(from(start), list, first, end);
  }

  private Expr atom() throws SyntaxError {
    Token token = next();
    return switch (token.kind()) {
      case INTEGER -> integer(token);
      case FLOAT ->
          new Expr.Literal(token.span(), new Value.Real(Double.parseDouble(token.text())));
      case TEXT -> new Expr.Literal(token.span(), new Value.Text(token.text()));
      case NAME -> named(token);
      case SYMBOL -> bracketed(token);
      case END -> throw error(token, "a value is missing at the end");
    };
  }

  private static Expr integer(Token token) throws SyntaxError {
    try {
      return new Expr.Literal(token.span(), new Value.Int(Long.parseLong(token.text())));
    } catch (NumberFormatException e) {
      throw new SyntaxError(
          Diagnostic.of(Code.TOO_LARGE, token.span(), token.text() + " is too large a number"));
    }
  }

  private Expr named(Token token) throws SyntaxError {
    if (RESERVED.contains(token.text())) {
      throw error(token, "a value is missing before `" + token.text() + "`");
    }
    return switch (token.text()) {
      case "true", "True" -> new Expr.Literal(token.span(), new Value.Bool(true));
      case "false", "False" -> new Expr.Literal(token.span(), new Value.Bool(false));
      default -> {
        Expr.Name name = new Expr.Name(token.span(), token.text());
        if (!accept("(")) {
          yield name;
        }
        List<Expr> arguments = list(")");
        yield new Expr.Call(from(token.span()), name, arguments);
      }
    };
  }

  private Expr bracketed(Token open) throws SyntaxError {
    if (open.is("(")) {
      Expr inner = conditional();
      expect(")");
      return inner;
    }
    if (open.is("[")) {
      List<Expr> items = list("]");
      return new Expr.ListOf(from(open.span()), items);
    }
    throw error(open, "a value is missing before " + open.show());
  }

  private List<Expr> list(String close) throws SyntaxError {
    List<Expr> items = new ArrayList<>();
    while (!accept(close)) {
      if (!items.isEmpty()) {
        expect(",");
        if (accept(close)) {
          return items;
        }
      }
      items.add(conditional());
    }
    return items;
  }

  private Token peek() {
    return tokens.get(at);
  }

  /** From there to the last token that was taken: parentheses belong to what they enclose. */
  private Span from(Span start) {
    return start.to(tokens.get(at - 1).span());
  }

  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private boolean accept(String symbol) {
    if (peek().is(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String symbol) throws SyntaxError {
    if (!peek().is(symbol)) {
      throw error("`" + symbol + "` is missing before " + peek().show());
    }
    next();
  }

  private void enter() throws SyntaxError {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxError(
          Diagnostic.of(
              Code.TOO_DEEP,
              peek().span(),
              "the expression nests more than " + MAX_DEPTH + " deep"));
    }
  }

  private void link() throws SyntaxError {
    if (++links > MAX_CHAIN) {
      throw new SyntaxError(
          Diagnostic.of(
              Code.TOO_DEEP,
              peek().span(),
              "the expression has more than %,d operators".formatted(MAX_CHAIN)));
    }
  }

  private SyntaxError error(String message) {
    return error(peek(), message);
  }

  private static SyntaxError error(Token token, String message) {
    return new SyntaxError(Diagnostic.of(Code.EXPRESSION_SYNTAX, token.span(), message));
  }
}
