package dev.specc.expression;

import dev.specc.source.Span;

/** Counts what evaluation does. Whoever implements it may end it by an exception of its own. */
@FunctionalInterface
public interface Work {
  /**
   * Called before so much is done.
   *
   * @param amount how many values are computed or looked at
   * @param span the expression
   */
  void spend(long amount, Span span);
}
