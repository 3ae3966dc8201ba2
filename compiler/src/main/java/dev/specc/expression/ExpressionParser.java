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
 * expression  = or ["if" or "else" expression]
 * or          = and {"or" and}
 * and         = not {"and" not}
 * not         = "not" not | comparison
 * comparison  = sum {("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") sum}
 * sum         = product {("+" | "-") product}
 * product     = sign {("*" | "/" | "//" | "%") sign}
 * sign        = "-" sign | power
 * power       = postfix ["**" sign]
 * postfix     = atom {"." name | "[" expression "]" | "[" [expression] ":" [expression] "]"}
 * atom        = number | text | "true" | "false" | name | name "(" list ")"
 *             | "(" expression ")" | "[" list "]"
 * list        = [expression {"," expression} [","]]
 * </pre>
 */
public final class ExpressionParser {
  private static final int MAX_DEPTH = 100;

  /** Operators or brackets in a row, which nest without a parenthesis: `1 + 1 + 1`. */
  private static final int MAX_CHAIN = 1_000;

  private static final int MAX_LENGTH = 10_000;
  private static final List<Relation> RELATIONS = List.of(Relation.values());
  private static final Set<String> RESERVED = Set.of("if", "else", "and", "or", "not");

  private final TokenStream tokens;
  private int depth;
  private int links;

  private ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Parses the text of a scalar; a mistake is reported and gives {@link Expr.Invalid}. */
  public static Expr parse(YamlNode.Scalar scalar, Diagnostics diagnostics) {
    return parse(scalar.text(), Placement.in(scalar, 0), scalar.span(), diagnostics);
  }

  /** Parses a part of a scalar's text, such as what stands in the braces of a label. */
  static Expr parsePart(YamlNode.Scalar scalar, int from, int to, Diagnostics diagnostics) {
    Placement placement = Placement.in(scalar, from);
    String text = scalar.text().substring(from, to);
    return parse(text, placement, placement.span(0, text.length()), diagnostics);
  }

  /** Parses the rest of a text that is no YAML, such as what {@code --set} gives. */
  public static Expr parse(SourceFile file, int from, Diagnostics diagnostics) {
    Placement placement = Placement.in(file, from);
    String text = file.text().substring(from);
    return parse(text, placement, placement.span(0, text.length()), diagnostics);
  }

  private static Expr parse(String text, Placement placement, Span whole, Diagnostics diagnostics) {
    try {
      requireShort(text, whole);
      TokenStream tokens = new TokenStream(new Lexer(text, placement).tokens());
      Expr expr = new ExpressionParser(tokens).expression();
      tokens.expectEnd();
      return expr;
    } catch (SyntaxError e) {
      diagnostics.add(e.diagnostic().proposing(MeantLists.of(text, whole)));
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

  private interface Rule {
    Expr parse() throws SyntaxError;
  }

  private Expr expression() throws SyntaxError {
    return nested(this::conditional);
  }

  private Expr conditional() throws SyntaxError {
    Span start = tokens.peek().span();
    Expr value = or();
    if (!tokens.accept("if")) {
      return value;
    }
    Expr condition = or();
    tokens.expect("else");
    Expr otherwise = expression();
    return new Expr.Conditional(tokens.from(start), condition, value, otherwise);
  }

  private Expr or() throws SyntaxError {
    return logic("or", false, this::and);
  }

  private Expr and() throws SyntaxError {
    return logic("and", true, this::not);
  }

  private Expr logic(String word, boolean isAnd, Rule operand) throws SyntaxError {
    Span start = tokens.peek().span();
    Expr left = operand.parse();
    while (tokens.accept(word)) {
      Expr right = operand.parse();
      link();
      left = new Expr.Logic(tokens.from(start), isAnd, left, right);
    }
    return left;
  }

  private Expr not() throws SyntaxError {
    Span start = tokens.peek().span();
    if (tokens.accept("not")) {
      Expr operand = nested(this::not);
      return new Expr.Not(tokens.from(start), operand);
    }
    return comparison();
  }

  private Expr comparison() throws SyntaxError {
    Span start = tokens.peek().span();
    Expr first = sum();
    List<Relation> relations = new ArrayList<>();
    List<Expr> operands = new ArrayList<>(List.of(first));
    for (Optional<Relation> next = relation(); next.isPresent(); next = relation()) {
      relations.add(next.get());
      operands.add(sum());
    }
    return relations.isEmpty()
        ? first
        : new Expr.Comparison(tokens.from(start), relations, operands);
  }

  private Optional<Relation> relation() {
    return tokens.accept(RELATIONS, Relation::symbol);
  }

  private Expr sum() throws SyntaxError {
    return leftAssociative(List.of(Operator.PLUS, Operator.MINUS), this::product);
  }

  private Expr product() throws SyntaxError {
    return leftAssociative(
        List.of(Operator.TIMES, Operator.DIVIDE, Operator.FLOOR_DIVIDE, Operator.MODULO),
        this::sign);
  }

  private Expr leftAssociative(List<Operator> operators, Rule operand) throws SyntaxError {
    Span start = tokens.peek().span();
    Expr left = operand.parse();
    while (true) {
      Optional<Operator> operator = tokens.accept(operators, Operator::symbol);
      if (operator.isEmpty()) {
        return left;
      }
      Expr right = operand.parse();
      link();
      left = new Expr.Arithmetic(tokens.from(start), operator.get(), left, right);
    }
  }

  private Expr sign() throws SyntaxError {
    Span start = tokens.peek().span();
    if (tokens.accept("-")) {
      Expr operand = nested(this::sign);
      return new Expr.Negative(tokens.from(start), operand);
    }
    return power();
  }

  private Expr power() throws SyntaxError {
    Span start = tokens.peek().span();
    Expr base = postfix();
    if (tokens.accept("**")) {
      Expr exponent = nested(this::sign);
      return new Expr.Arithmetic(tokens.from(start), Operator.POWER, base, exponent);
    }
    return base;
  }

  private Expr postfix() throws SyntaxError {
    Span start = tokens.peek().span();
    Expr target = atom();
    while (true) {
      if (tokens.accept(".")) {
        link();
        Token field = tokens.next();
        if (field.kind() != Kind.NAME) {
          throw SyntaxError.at(field.span(), "a field's name is missing after the `.`");
        }
        Expr.Name name = new Expr.Name(field.span(), field.text());
        target = new Expr.Attribute(tokens.from(start), target, name);
      } else if (tokens.accept("[")) {
        link();
        target = indexed(start, target);
      } else {
        return target;
      }
    }
  }

  /** What follows {@code list[}. */
  private Expr indexed(Span start, Expr list) throws SyntaxError {
    Expr first = tokens.peek().is(":") ? null : expression();
    boolean isSlice = tokens.accept(":");
    if (first != null && !isSlice) {
      tokens.expect("]");
      return new Expr.Index(tokens.from(start), list, first);
    }
    Expr end = tokens.peek().is("]") ? null : expression();
    tokens.expect("]");
    return new Expr.Slice(tokens.from(start), list, first, end);
  }

  private Expr atom() throws SyntaxError {
    Token token = tokens.next();
    return switch (token.kind()) {
      case INTEGER -> integer(token);
      case FLOAT ->
          new Expr.Literal(token.span(), new Value.Real(Double.parseDouble(token.text())));
      case TEXT -> new Expr.Literal(token.span(), new Value.Text(token.text()));
      case NAME -> named(token);
      case SYMBOL -> bracketed(token);
      case END -> throw SyntaxError.at(token.span(), "a value is missing at the end");
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
      throw SyntaxError.at(token.span(), "a value is missing before `" + token.text() + "`");
    }
    return switch (token.text()) {
      case "true", "True" -> new Expr.Literal(token.span(), new Value.Bool(true));
      case "false", "False" -> new Expr.Literal(token.span(), new Value.Bool(false));
      default -> {
        Expr.Name name = new Expr.Name(token.span(), token.text());
        if (!tokens.accept("(")) {
          yield name;
        }
        List<Expr> arguments = list(")");
        yield new Expr.Call(tokens.from(token.span()), name, arguments);
      }
    };
  }

  private Expr bracketed(Token open) throws SyntaxError {
    if (open.is("(")) {
      Expr inner = expression();
      tokens.expect(")");
      return inner;
    }
    if (open.is("[")) {
      List<Expr> items = list("]");
      return new Expr.ListOf(tokens.from(open.span()), items);
    }
    throw SyntaxError.at(open.span(), "a value is missing before " + open.show());
  }

  private List<Expr> list(String close) throws SyntaxError {
    List<Expr> items = new ArrayList<>();
    while (!tokens.accept(close)) {
      if (!items.isEmpty()) {
        tokens.expect(",");
        if (tokens.accept(close)) {
          return items;
        }
      }
      items.add(expression());
    }
    return items;
  }

  private Expr nested(Rule rule) throws SyntaxError {
    if (++depth > MAX_DEPTH) {
      throw tooDeep("the expression nests more than " + MAX_DEPTH + " deep");
    }
    Expr expr = rule.parse();
    depth--;
    return expr;
  }

  /** Counts an operator or bracket of a row. */
  private void link() throws SyntaxError {
    if (++links > MAX_CHAIN) {
      throw tooDeep("the expression has more than %,d operators".formatted(MAX_CHAIN));
    }
  }

  private SyntaxError tooDeep(String message) {
    return new SyntaxError(Diagnostic.of(Code.TOO_DEEP, tokens.peek().span(), message));
  }
}
