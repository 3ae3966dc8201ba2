package dev.specc.validate;

import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks what a step consists of: exactly one op, and beside it only what belongs there. The schema
 * cannot say the first, and says the second without knowing which op is meant.
 */
final class StepRules {
  static final Set<String> BODIES = Set.of("residual", "shortcut", "dense", "repeat", "sequence");

  private final CutExpressions cuts;
  private final Vocabulary vocabulary;
  private final Findings findings;
  private final Deque<YamlNode> bodies = new ArrayDeque<>();
  private final Set<YamlNode> seen = Validation.identitySet();

  StepRules(SpecSchema schema, CutExpressions cuts, Findings findings) {
    this.vocabulary = schema.vocabulary();
    this.cuts = cuts;
    this.findings = findings;
  }

  void check(YamlNode root) {
    StepNames names = StepNames.of(root, vocabulary);
    StepKeys keys = new StepKeys(vocabulary, names, findings);
    get(root, "net").forEach(bodies::add);
    get(root, "blocks")
        .flatMap(StepRules::values)
        .flatMap(b -> get(b, "body"))
        .forEach(bodies::add);
    get(root, "aux").flatMap(StepRules::values).flatMap(a -> get(a, "body")).forEach(bodies::add);
    while (!bodies.isEmpty() && !findings.isFull()) {
      YamlNode body = bodies.pop();
      if (body instanceof Sequence steps && seen.add(steps)) {
        steps.items().forEach(step -> checkStep(step, names, keys));
      }
    }
  }

  private void checkStep(YamlNode step, StepNames names, StepKeys keys) {
    if (findings.isFull()) {
      return;
    }
    if (step instanceof Scalar name && name.is(Kind.STRING)) {
      names.checkBare(name, findings);
    }
    if (step instanceof Mapping mapping && seen.add(mapping)) {
      List<Entry> entries = mapping.entries().stream().filter(e -> !cuts.isCutOff(e)).toList();
      keys.check(mapping, entries);
      entries.forEach(this::openBodies);
    }
  }

  private void openBodies(Entry entry) {
    if (BODIES.contains(entry.name())) {
      bodies.add(entry.value());
    } else if (entry.name().equals("branches")) {
      values(entry.value()).forEach(bodies::add);
    }
  }

  private static Stream<YamlNode> get(YamlNode node, String key) {
    return node instanceof Mapping mapping ? mapping.get(key).stream() : Stream.empty();
  }

  private static Stream<YamlNode> values(YamlNode node) {
    return switch (node) {
      case Mapping mapping -> mapping.entries().stream().map(Entry::value);
      case Sequence sequence -> sequence.items().stream();
      case Scalar scalar -> Stream.empty();
    };
  }
}
