package dev.specc.mutation;

import dev.specc.op.Shape;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A spec's file with the places where somebody can make a mistake. */
final class SpecText {
  private final SourceFile file;
  private final Mapping root;
  private final Map<Integer, StepPlace> steps = new LinkedHashMap<>();
  private final Set<Integer> running;
  private final Map<Integer, Shape> outputs;

  /**
   * @param running the offsets of the steps that run: a mistake elsewhere changes nothing
   * @param outputs the output of the op at an offset, where it is always the same
   */
  SpecText(SourceFile file, Set<Integer> running, Map<Integer, Shape> outputs) {
    this.file = file;
    this.running = running;
    this.root = (Mapping) YamlReader.read(file).root().orElseThrow();
    this.outputs = outputs;
    for (Entry block : blocks()) {
      ((Mapping) block.value()).get("body").ifPresent(body -> steps(body, List.of()));
    }
    root.get("net").ifPresent(net -> steps(net, List.of()));
    if (root.get("aux").orElse(null) instanceof Sequence heads) {
      for (YamlNode head : heads.items()) {
        ((Mapping) head).get("body").ifPresent(body -> steps(body, List.of("aux")));
      }
    }
  }

  /** The blocks in which something runs. */
  List<Entry> blocks() {
    return section("blocks").stream().filter(block -> runs(block.value())).toList();
  }

  private boolean runs(YamlNode node) {
    return running.stream().anyMatch(at -> node.span().start() <= at && at < node.span().end());
  }

  private void steps(YamlNode body, List<String> around) {
    if (body instanceof Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        step(list.items(), i, around);
      }
    }
  }

  private void step(List<YamlNode> siblings, int index, List<String> around) {
    YamlNode node = siblings.get(index);
    if (!runs(node)) {
      return;
    }
    switch (node) {
      case Scalar word -> add(new StepPlace(node, word, word, siblings, index, around));
      case Mapping map ->
          map.entries().stream()
              .filter(e -> !StepPlace.MODIFIERS.contains(e.name()))
              .findFirst()
              .ifPresent(
                  op -> {
                    add(new StepPlace(node, op.key(), op.value(), siblings, index, around));
                    inner(map, op, around);
                  });
      case Sequence list -> throw new IllegalStateException("no step: " + list.span());
    }
  }

  private void inner(Mapping step, Entry op, List<String> around) {
    List<String> inside = with(around, op.name());
    if (op.name().equals("branches") && op.value() instanceof Mapping branches) {
      branches.entries().forEach(branch -> steps(branch.value(), inside));
    } else if (List.of("residual", "dense", "repeat", "sequence").contains(op.name())) {
      steps(op.value(), inside);
    }
    step.get("shortcut").ifPresent(way -> steps(way, with(around, "shortcut")));
  }

  private static List<String> with(List<String> around, String more) {
    return Stream.concat(around.stream(), Stream.of(more)).toList();
  }

  /** A body that an alias repeats stands once in the text. */
  private void add(StepPlace place) {
    steps.putIfAbsent(place.key().span().start(), place);
  }

  SourceFile file() {
    return file;
  }

  Mapping root() {
    return root;
  }

  List<StepPlace> steps() {
    return List.copyOf(steps.values());
  }

  /** The entries of a section of the file, such as {@code params}; none where there is none. */
  List<Entry> section(String key) {
    return root.get(key).orElse(null) instanceof Mapping map ? map.entries() : List.of();
  }

  Optional<Shape> output(StepPlace step) {
    return Optional.ofNullable(outputs.get(step.key().span().start()));
  }

  /** The params in scope somewhere in the file: the file's own, and those of its blocks. */
  List<String> params() {
    List<String> names = new ArrayList<>();
    section("params").forEach(e -> names.add(e.name()));
    for (Entry block : blocks()) {
      if (((Mapping) block.value()).get("params").orElse(null) instanceof Mapping params) {
        params.entries().forEach(e -> names.add(e.name()));
      }
    }
    return names.stream().distinct().toList();
  }

  /** Every value that the steps' options, arguments and conditions hold. */
  List<Scalar> values() {
    List<Scalar> values = new ArrayList<>();
    for (StepPlace step : steps()) {
      step.options().forEach(e -> scalars(e.value(), values));
      for (String name : List.of("when", "times", "layers", "scale")) {
        step.modifier(name).ifPresent(e -> scalars(e.value(), values));
      }
    }
    return values;
  }

  private static void scalars(YamlNode node, List<Scalar> into) {
    switch (node) {
      case Scalar scalar -> into.add(scalar);
      case Sequence list -> list.items().forEach(item -> scalars(item, into));
      case Mapping map -> map.entries().forEach(e -> scalars(e.value(), into));
    }
  }

  /** The places in a value where a name stands. */
  static List<Span> uses(Scalar value, String name) {
    if (!value.verbatim()) {
      return List.of();
    }
    return Pattern.compile("(?<![\\w.'])" + Pattern.quote(name) + "(?![\\w'])")
        .matcher(value.text())
        .results()
        .map(
            m ->
                value
                    .span()
                    .file()
                    .span(value.textStart() + m.start(), value.textStart() + m.end()))
        .toList();
  }

  /** The labels that steps get, without those that hold expressions. */
  List<String> labels() {
    return steps().stream()
        .flatMap(step -> step.modifier("as").stream())
        .map(e -> ((Scalar) e.value()).text())
        .filter(label -> !label.contains("{"))
        .distinct()
        .toList();
  }

  /** The places where labels are used. */
  List<Scalar> labelUses() {
    List<Scalar> uses = new ArrayList<>();
    for (StepPlace step : steps()) {
      step.modifier("from").ifPresent(e -> scalars(e.value(), uses));
      if (step.value() instanceof Sequence && step.op().matches("concat|add|multiply")) {
        scalars(step.value(), uses);
      }
    }
    root.get("outputs").ifPresent(o -> scalars(o, uses));
    uses.removeIf(use -> use.text().contains("{") || !use.verbatim());
    return uses;
  }
}
