package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.expression.Token.Kind;
import dev.specc.read.OddCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts the text of an expression into tokens. */
final class Lexer {
  private static final Set<String> TWO = Set.of("//", "**", "==", "!=", "<=", ">=");
  private static final String ONE = "+-*/%()[],:.<>";

  private final String text;
  private final Placement placement;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Lexer(String text, Placement placement) {
    this.text = text;
    this.placement = placement;
  }

  /** The tokens, ending with {@link Kind#END}. */
  List<Token> tokens() throws SyntaxError {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
        number();
      } else if (Character.isLetter(c) || c == '_') {
        name();
      } else if (c == '\'' || c == '"') {
        quoted(c);
      } else {
        symbol();
      }
    }
    tokens.add(new Token(Kind.END, "", placement.span(text.length(), text.length())));
    return tokens;
  }

  private void number() throws SyntaxError {
    int start = at;
    digits();
    requireNoUnderscore(start);
    boolean real = false;
    if (at < text.length() && text.charAt(at) == '.') {
      real = true;
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      if (exponent < text.length() && isDigit(text.charAt(exponent))) {
        real = true;
        at = exponent;
        digits();
      }
    }
    add(real ? Kind.FLOAT : Kind.INTEGER, start, at);
  }

  /** {@code 1_000}, as Python and Java may write a thousand. */
  private void requireNoUnderscore(int start) throws SyntaxError {
    int end = at;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    if (end > at) {
      String plain = text.substring(start, end).replace("_", "");
      throw new SyntaxError(
          Diagnostic.of(
                  Code.EXPRESSION_SYNTAX, placement.span(start, end), "a number has no `_` in it")
              .help("write `" + plain + "`"));
    }
  }

  private void digits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void name() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    add(Kind.NAME, start, at);
  }

  private void quoted(char quote) throws SyntaxError {
    int start = at;
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw SyntaxError.at(
          placement.span(start, text.length()), "this text has no closing " + quote);
    }
    at = end + 1;
    tokens.add(new Token(Kind.TEXT, text.substring(start + 1, end), placement.span(start, at)));
  }

  private void symbol() throws SyntaxError {
    if (at + 1 < text.length() && TWO.contains(text.substring(at, at + 2))) {
      at += 2;
      add(Kind.SYMBOL, at - 2, at);
    } else if (ONE.indexOf(text.charAt(at)) >= 0) {
      at++;
      add(Kind.SYMBOL, at - 1, at);
    } else {
      throw unexpected();
    }
  }

  private SyntaxError unexpected() {
    char c = text.charAt(at);
    String name = OddCharacters.name(c).map(", "::concat).orElse("");
    String message = "an expression has no `" + c + "`" + name;
    String help =
        switch (c) {
          case '=' -> "compare with `==`";
          case '&' -> "write `and`";
          case '|' -> "write `or`";
          case '!' -> "write `not`";
          case '?' -> "write `a if condition else b`";
          case '\u201c', '\u201d', '\u2018', '\u2019' ->
              "leave the quotes out, or make them straight";
          case '\u00a0' -> "replace it with a plain space";
          case '^' -> "write `**` for a power";
          case '$', '{', '}' -> "a param is used by its bare name";
          default -> "";
        };
    int end = Math.min(text.length(), at + Character.charCount(text.codePointAt(at)));
    Diagnostic diagnostic = Diagnostic.of(Code.EXPRESSION_SYNTAX, placement.span(at, end), message);
    return new SyntaxError(help.isEmpty() ? diagnostic : diagnostic.help(help));
  }

  private void add(Kind kind, int from, int to) {
    tokens.add(new Token(kind, text.substring(from, to), placement.span(from, to)));
  }
}
