package dev.specc.decode;

import dev.specc.expression.Expr;
import dev.specc.expression.Template;
import dev.specc.source.Span;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the op of a step.
 *
 * @param label {@code as}
 * @param from where the input comes from; empty for the previous step
 * @param when the step is left out where this is false
 * @param share the key of shared parameters
 * @param expect the asserted output shape
 */
public record Modifiers(
    @Nullable Template label,
    List<LabelRef> from,
    @Nullable Expr when,
    @Nullable LabelRef share,
    @Nullable Expectation expect) {
  /** The keys that may stand beside an op. */
  public static final Set<String> KEYS = Set.of("as", "from", "when", "share", "expect");

  /** {@code expect: [C, H, W]}. */
  public record Expectation(Span span, List<Expr> dims) {}

  static final Modifiers NONE = new Modifiers(null, List.of(), null, null, null);

  public Modifiers {
    from = List.copyOf(from);
  }
}
