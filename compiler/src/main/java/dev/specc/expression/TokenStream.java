package dev.specc.expression;

import dev.specc.expression.Token.Kind;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The tokens of an expression, taken from left to right. */
final class TokenStream {
  private final List<Token> tokens;
  private int at;

  /**
   * @param tokens ending with {@link Kind#END}
   */
  TokenStream(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  Token peek() {
    return tokens.get(at);
  }

  /** Takes a token; the end is never taken. */
  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  /** Takes the symbol if it is next. */
  boolean accept(String symbol) {
    boolean isNext = peek().is(symbol);
    if (isNext) {
      next();
    }
    return isNext;
  }

  /** Takes the one of these whose symbol is next. */
  <T> Optional<T> accept(List<T> choices, Function<T, String> symbol) {
    Token token = peek();
    Optional<T> found = choices.stream().filter(c -> token.is(symbol.apply(c))).findFirst();
    found.ifPresent(taken -> next());
    return found;
  }

  void expect(String symbol) throws SyntaxError {
    if (!accept(symbol)) {
      throw SyntaxError.at(peek().span(), "`" + symbol + "` is missing before " + peek().show());
    }
  }

  void expectEnd() throws SyntaxError {
    if (peek().kind() != Kind.END) {
      throw SyntaxError.at(peek().span(), "the expression should end before " + peek().show());
    }
  }

  /** From there to the last token that was taken: parentheses belong to what they enclose. */
  Span from(Span start) {
    return start.to(tokens.get(at - 1).span());
  }
}
