package dev.specc.decode;

import dev.specc.expression.Expr;
import dev.specc.source.Span;

/** A named value: an option of an op, an argument of a block call, a param of a variant. */
public record Argument(String name, Span nameSpan, Expr value) {}
