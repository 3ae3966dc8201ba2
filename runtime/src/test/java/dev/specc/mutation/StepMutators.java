package dev.specc.mutation;

import dev.specc.diagnostic.Edit;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Whole steps that are missing, twice there, in the wrong place or wired to the wrong step. */
final class StepMutators {
  private StepMutators() {}

  static List<Change> dropped(SpecText text, Random random) {
    return text.steps().stream()
        .filter(step -> step.startsLine() && step.siblings().size() > 1)
        .map(step -> new Change(List.of(new Edit(step.lines(), "")), neighbours(step)))
        .toList();
  }

  /** The steps before and after. */
  private static List<Span> neighbours(StepPlace step) {
    return Stream.of(step.index() - 1, step.index() + 1)
        .filter(i -> i >= 0 && i < step.siblings().size())
        .map(i -> step.siblings().get(i).span())
        .toList();
  }

  static List<Change> duplicated(SpecText text, Random random) {
    return text.steps().stream()
        .filter(step -> step.startsLine() && step.lines().text().endsWith("\n"))
        .map(
            step -> {
              int end = step.lines().end();
              Edit again = new Edit(step.file().span(end, end), step.lines().text());
              return new Change(List.of(again), List.of(step.node().span()));
            })
        .toList();
  }

  /** Two steps that follow each other change places, or the bodies of two branches do. */
  static List<Change> swapped(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      List<YamlNode> siblings = step.siblings();
      if (step.startsLine() && step.index() + 1 < siblings.size()) {
        Span next = StepPlace.lines(siblings.get(step.index() + 1).span());
        if (next.text().endsWith("\n") && !next.text().equals(step.lines().text())) {
          changes.add(
              new Change(
                  List.of(new Edit(step.lines(), next.text()), new Edit(next, step.lines().text())),
                  List.of()));
        }
      }
      if (step.op().equals("branches") && step.value() instanceof Mapping branches) {
        changes.addAll(swappedBranches(branches.entries()));
      }
    }
    return changes;
  }

  /** The first steps of two branches. */
  private static List<Change> swappedBranches(List<Entry> branches) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i + 1 < branches.size(); i++) {
      if (branches.get(i).value() instanceof Sequence a
          && branches.get(i + 1).value() instanceof Sequence b
          && !a.items().isEmpty()
          && !b.items().isEmpty()) {
        Span first = a.items().getLast().span();
        Span second = b.items().getLast().span();
        if (!first.text().equals(second.text())) {
          changes.add(
              new Change(
                  List.of(new Edit(first, second.text()), new Edit(second, first.text())),
                  List.of()));
        }
      }
    }
    return changes;
  }

  /** A residual without its shortcut. */
  static List<Change> missingProjections(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      step.modifier("shortcut")
          .ifPresent(
              e ->
                  changes.add(
                      new Change(
                          List.of(new Edit(StepPlace.lines(e.span()), "")),
                          List.of(step.key().span()))));
    }
    return changes;
  }

  /** Another join of the same parts. */
  static List<Change> joins(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    List<String> kinds = List.of("concat", "add", "multiply");
    for (StepPlace step : text.steps()) {
      if (kinds.contains(step.op())) {
        changes.add(Change.of(step.key().span(), other(kinds, step.op(), random)));
      }
      if (step.op().equals("branches") && step.startsLine()) {
        changes.add(join(step, kinds, random));
      }
    }
    return changes;
  }

  private static Change join(StepPlace step, List<String> kinds, Random random) {
    if (step.modifier("join").isPresent()) {
      Scalar join = (Scalar) step.modifier("join").get().value();
      return Change.of(join.span(), other(kinds, join.text(), random));
    }
    int column = StepPlace.indentation(step.node()).orElseThrow();
    int start = step.file().lineStart(step.node().span().endLine() + 1);
    String line = " ".repeat(column) + "join: " + other(kinds, "concat", random) + "\n";
    return new Change(List.of(new Edit(step.file().span(start, start), line)), List.of());
  }

  private static String other(List<String> kinds, String now, Random random) {
    return ShapeMutators.pick(kinds.stream().filter(k -> !k.equals(now)).toList(), random);
  }

  /** A label that exists, in place of the right one. */
  static List<Change> wrongFrom(SpecText text, Random random) {
    List<String> labels =
        Stream.concat(text.labels().stream(), Stream.of("input")).distinct().toList();
    return text.labelUses().stream()
        .flatMap(
            use -> {
              List<String> others = labels.stream().filter(l -> !l.equals(use.text())).toList();
              return others.isEmpty()
                  ? Stream.<Change>of()
                  : Stream.of(Change.of(use.span(), ShapeMutators.pick(others, random)));
            })
        .toList();
  }
}
