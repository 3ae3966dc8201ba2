package dev.specc.analyse;

import dev.specc.decode.Argument;
import dev.specc.decode.BlockDef;
import dev.specc.decode.LabelRef;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Modifiers;
import dev.specc.decode.Param;
import dev.specc.decode.Step;
import dev.specc.expression.Expr;
import dev.specc.expression.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that expressions read, and the blocks that steps call. */
record NameUses(Set<String> names, Set<String> blocks) {
  private NameUses() {
    this(new HashSet<>(), new HashSet<>());
  }

  /** All of a file: a block's body sees the file's params as well. */
  static NameUses of(ModelSpec spec) {
    NameUses uses = new NameUses();
    spec.params().forEach(uses::param);
    spec.variants().forEach(v -> uses.arguments(v.params()));
    spec.inputs().forEach(i -> i.dims().forEach(uses::expr));
    spec.blocks().values().forEach(uses::block);
    if (spec.net() != null) {
      uses.steps(spec.net().body());
    }
    for (ModelSpec.HeadDef head : spec.heads()) {
      uses.expr(head.when());
      uses.expr(head.weight());
      uses.steps(head.body());
    }
    return uses;
  }

  static NameUses of(BlockDef block) {
    NameUses uses = new NameUses();
    uses.block(block);
    return uses;
  }

  private void block(BlockDef block) {
    block.params().forEach(this::param);
    steps(block.body());
  }

  private void param(Param param) {
    expr(param.value());
  }

  private void arguments(List<Argument> arguments) {
    arguments.forEach(a -> expr(a.value()));
  }

  private void steps(List<Step> steps) {
    for (Step step : steps) {
      modifiers(step.modifiers());
      own(step);
      step.inner().forEach(inner -> steps(List.of(inner)));
    }
  }

  private void own(Step step) {
    switch (step) {
      case Step.OpStep s -> arguments(s.options().given());
      case Step.CallStep s -> {
        blocks.add(s.block());
        arguments(s.arguments().given());
      }
      case Step.UseStep s -> {
        expr(s.block());
        arguments(s.arguments().given());
      }
      case Step.ResidualStep s -> expr(s.scale());
      case Step.DenseStep s -> expr(s.layers());
      case Step.RepeatStep s -> {
        switch (s.count()) {
          case Step.Count.Times times -> expr(times.times());
          case Step.Count.Over over -> expr(over.list());
        }
      }
      case Step.TransitionStep s -> expr(s.compression());
      case Step.JoinStep s -> s.labels().forEach(this::label);
      case Step.BranchesStep s -> {}
      case Step.SequenceStep s -> {}
      case Step.InvalidStep s -> {}
    }
  }

  private void modifiers(Modifiers modifiers) {
    template(modifiers.label());
    modifiers.from().forEach(this::label);
    expr(modifiers.when());
    if (modifiers.share() != null) {
      label(modifiers.share());
    }
    if (modifiers.expect() != null) {
      modifiers.expect().dims().forEach(this::expr);
    }
  }

  private void label(LabelRef label) {
    template(label.label());
  }

  private void template(@Nullable Template template) {
    if (template == null) {
      return;
    }
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Part.Computed computed) {
        expr(computed.expr());
      }
    }
  }

  private void expr(@Nullable Expr expr) {
    if (expr != null) {
      expr.names().map(Expr.Name::name).forEach(names::add);
      expr.names().map(Expr.Name::name).forEach(blocks::add);
    }
  }
}
