package dev.specc.decode;

import dev.specc.expression.Expr;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A param of a spec or a block.
 *
 * @param value its default; null where a value is required
 */
public record Param(String name, Span span, @Nullable Expr value) {
  /** Where params are listed, from the first to the last; empty where there are none. */
  public static Optional<Span> list(List<Param> params) {
    if (params.isEmpty()) {
      return Optional.empty();
    }
    Param last = params.getLast();
    Span end = last.value() == null ? last.span() : last.value().span();
    return Optional.of(params.getFirst().span().to(end));
  }
}
