package dev.specc.analyse;

import dev.specc.decode.Argument;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.decode.Step;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The steps that say {@code bias: true} themselves: their bias is meant, whatever follows. */
record StatedBiases(Set<Span> steps) {
  private StatedBiases() {
    this(new HashSet<>());
  }

  static StatedBiases of(Module module) {
    StatedBiases stated = new StatedBiases();
    stated.add(module);
    return stated;
  }

  private void add(Module module) {
    ModelSpec spec = module.spec();
    spec.blocks().values().forEach(block -> add(block.body()));
    if (spec.net() != null) {
      add(spec.net().body());
    }
    spec.heads().forEach(head -> add(head.body()));
    module.imports().forEach(this::add);
  }

  private void add(List<Step> body) {
    for (Step step : body) {
      List<Argument> options =
          switch (step) {
            case Step.OpStep op -> op.options().given();
            case Step.UseStep use -> use.arguments().given();
            default -> List.of();
          };
      if (options.stream().anyMatch(StatedBiases::isBias)) {
        steps.add(step.span());
      }
      add(step.inner().toList());
    }
  }

  private static boolean isBias(Argument option) {
    return option.name().equals("bias")
        && option.value() instanceof Expr.Literal literal
        && literal.value().equals(new Value.Bool(true));
  }
}
