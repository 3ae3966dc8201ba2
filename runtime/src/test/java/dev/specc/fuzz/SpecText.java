package dev.specc.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a generated spec as YAML, as a person would: steps on lines, options in braces. */
final class SpecText {
  private final StringBuilder text = new StringBuilder();

  private SpecText() {}

  static String of(SpecTree spec) {
    SpecText text = new SpecText();
    text.spec(spec);
    return text.text.toString();
  }

  private void spec(SpecTree spec) {
    line(0, "specc: 1");
    if (!spec.params().isEmpty()) {
      line(0, "params: " + Setting.yaml(spec.params()));
    }
    if (spec.inputs().keySet().equals(java.util.Set.of("input"))) {
      line(0, "input: " + Setting.of(spec.inputs().get("input")).yaml());
    } else {
      line(0, "inputs:");
      spec.inputs().forEach((name, dims) -> line(2, name + ": " + Setting.of(dims).yaml()));
    }
    if (!spec.blocks().isEmpty()) {
      line(0, "blocks:");
      spec.blocks().forEach(this::block);
    }
    line(0, "net:");
    steps(2, spec.net());
    if (!spec.aux().isEmpty()) {
      line(0, "aux:");
      spec.aux().forEach(this::head);
    }
    if (!spec.outputs().isEmpty()) {
      boolean named =
          spec.outputs().entrySet().stream().anyMatch(e -> !e.getKey().equals(e.getValue()));
      line(
          0,
          "outputs: "
              + (named
                  ? spec.outputs().entrySet().stream()
                      .map(e -> e.getKey() + ": " + e.getValue())
                      .collect(Collectors.joining(", ", "{", "}"))
                  : labels(List.copyOf(spec.outputs().values()))));
    }
  }

  private void block(String name, SpecTree.Block block) {
    line(2, name + ":");
    if (!block.params().isEmpty()) {
      line(4, "params: " + params(block.params()));
    }
    if (!block.inputs().isEmpty()) {
      line(4, "inputs: " + labels(block.inputs()));
    }
    body(4, "body", block.body());
  }

  /** A param without a value is written as its name alone. */
  private static String params(Map<String, Setting> params) {
    return params.entrySet().stream()
        .map(
            e ->
                e.getValue().equals(Setting.of(""))
                    ? e.getKey()
                    : e.getKey() + ": " + e.getValue().yaml())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void head(SpecTree.Head head) {
    line(2, "- as: " + head.as());
    line(4, "from: " + head.from());
    optional(4, "weight", head.weight());
    optional(4, "when", head.when());
    body(4, "body", head.body());
  }

  private void optional(int indent, String key, String value) {
    if (!value.isEmpty()) {
      line(indent, key + ": " + Setting.quoted(value));
    }
  }

  private void body(int indent, String key, List<Step> steps) {
    line(indent, key + ":" + (steps.isEmpty() ? " []" : ""));
    steps(indent + 2, steps);
  }

  private void steps(int indent, List<Step> steps) {
    steps.forEach(step -> step(indent, step));
  }

  private void step(int indent, Step step) {
    boolean plain = step.modifiers().equals(Step.Modifiers.NONE);
    switch (step) {
      case Step.Op op -> word(indent, op.op().word(), op.options(), plain);
      case Step.Call call -> word(indent, call.block(), call.arguments(), plain);
      case Step.Transition t ->
          word(
              indent,
              "transition",
              t.compression().map(c -> Map.of("compression", c)).orElse(Map.of()),
              plain);
      case Step.Use use -> {
        line(indent, "- use: " + Setting.quoted(use.what()));
        if (!use.arguments().isEmpty()) {
          line(indent + 2, "with: " + Setting.yaml(use.arguments()));
        }
      }
      case Step.Join join -> line(indent, "- " + join.word() + ": " + labels(join.labels()));
      case Step.Sequence sequence -> body(indent, "- sequence", sequence.body());
      case Step.Branches branches -> {
        line(indent, "- branches:");
        branches.branches().forEach((name, body) -> body(indent + 4, name, body));
        optional(indent + 2, "join", branches.join());
      }
      case Step.Residual residual -> residual(indent, residual);
      case Step.Dense dense -> {
        body(indent, "- dense", dense.body());
        line(indent + 2, "layers: " + dense.layers().yaml());
        optional(indent + 2, "index", dense.index());
      }
      case Step.Repeat repeat -> {
        body(indent, "- repeat", repeat.body());
        line(indent + 2, repeat.key() + ": " + repeat.count().yaml());
        optional(indent + 2, "for", repeat.item());
        optional(indent + 2, "index", repeat.index());
      }
    }
    modifiers(indent + 2, step.modifiers());
  }

  private void residual(int indent, Step.Residual residual) {
    body(indent, "- residual", residual.body());
    if (residual.shortcut().equals(Step.Residual.STEPS)) {
      body(indent + 2, "shortcut", residual.shortcutSteps());
    } else {
      optional(indent + 2, "shortcut", residual.shortcut());
    }
    optional(indent + 2, "scale", residual.scale());
  }

  private void word(int indent, String word, Map<String, Setting> options, boolean plain) {
    boolean alone = options.isEmpty();
    String value = alone ? (plain ? "" : ":") : ": " + Setting.yaml(options);
    line(indent, "- " + word + value);
  }

  private void modifiers(int indent, Step.Modifiers modifiers) {
    if (!modifiers.as().isEmpty()) {
      line(indent, "as: " + modifiers.as());
    }
    if (!modifiers.from().isEmpty()) {
      List<String> from = modifiers.from();
      line(indent, "from: " + (from.size() == 1 ? from.getFirst() : labels(from)));
    }
    optional(indent, "when", modifiers.when());
    if (!modifiers.share().isEmpty()) {
      line(indent, "share: " + modifiers.share());
    }
    if (!modifiers.expect().isEmpty()) {
      line(indent, "expect: " + Setting.of(modifiers.expect()).yaml());
    }
  }

  private static String labels(List<String> labels) {
    return labels.stream().map(Setting::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private void line(int indent, String line) {
    text.repeat(" ", indent).append(line).append('\n');
  }
}
