package dev.specc.analyse;

import dev.specc.decode.BlockDef;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Param;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loop names that hide a param or the name of a loop further out: inside the loop the other one
 * cannot be reached. A block's param that has the name of a file's param is meant to, and a nested
 * loop's default counter is well known to hide the outer one's.
 */
final class Shadowing {
  private final List<Diagnostic> found = new ArrayList<>();

  private Shadowing() {}

  static List<Diagnostic> find(ModelSpec spec) {
    Shadowing shadowing = new Shadowing();
    Map<String, Span> params = named(spec.params(), Map.of());
    for (BlockDef block : spec.blocks().values()) {
      shadowing.steps(block.body(), named(block.params(), params));
    }
    if (spec.net() != null) {
      shadowing.steps(spec.net().body(), params);
    }
    spec.heads().forEach(head -> shadowing.steps(head.body(), params));
    return shadowing.found;
  }

  private static Map<String, Span> named(List<Param> params, Map<String, Span> outer) {
    Map<String, Span> names = new HashMap<>(outer);
    params.forEach(p -> names.put(p.name(), p.span()));
    return names;
  }

  private void steps(List<Step> steps, Map<String, Span> outer) {
    for (Step step : steps) {
      Map<String, Span> inside = inside(step, outer);
      step.inner().forEach(inner -> steps(List.of(inner), inside));
    }
  }

  private Map<String, Span> inside(Step step, Map<String, Span> outer) {
    return switch (step) {
      case Step.RepeatStep s -> {
        Map<String, Span> names = new HashMap<>(outer);
        bind(s.index().name(), s.index().span(), s.span(), names);
        if (s.count() instanceof Step.Count.Over over && over.item() != null) {
          bind(over.item().name(), over.item().span(), s.span(), names);
        }
        yield names;
      }
      case Step.DenseStep s -> {
        Map<String, Span> names = new HashMap<>(outer);
        bind(s.index().name(), s.index().span(), s.span(), names);
        yield names;
      }
      case Step.OpStep s -> outer;
      case Step.CallStep s -> outer;
      case Step.UseStep s -> outer;
      case Step.BranchesStep s -> outer;
      case Step.ResidualStep s -> outer;
      case Step.SequenceStep s -> outer;
      case Step.JoinStep s -> outer;
      case Step.TransitionStep s -> outer;
      case Step.InvalidStep s -> outer;
    };
  }

  /**
   * @param written where the loop names it; null for the default counter
   */
  private void bind(String name, @Nullable Span written, Span loop, Map<String, Span> names) {
    Span hidden = names.get(name);
    if (hidden != null) {
      found.add(
          Diagnostic.of(
                  Code.SHADOWED_NAME,
                  written == null ? loop : written,
                  "inside this loop `" + name + "` is the loop's, and hides another `" + name + "`")
              .related(hidden, "which cannot be reached in the loop")
              .help(written == null ? "name the counter with `index: j`" : "choose another name"));
    }
    if (written != null) {
      names.put(name, written);
    }
  }
}
