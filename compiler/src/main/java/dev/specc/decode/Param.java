package dev.specc.decode;

import dev.specc.expression.Expr;
import dev.specc.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * A param of a spec or a block.
 *
 * @param value its default; null where a value is required
 */
public record Param(String name, Span span, @Nullable Expr value) {}
