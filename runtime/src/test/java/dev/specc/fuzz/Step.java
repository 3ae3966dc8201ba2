package dev.specc.fuzz;

import dev.specc.op.OpName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step of a generated spec: the language's own forms, with nothing expanded. */
sealed interface Step {
  Modifiers modifiers();

  /** The lists of steps inside, in reading order. */
  List<List<Step>> bodies();

  /** The same step with other lists of steps inside, as many as it has. */
  Step withBodies(List<List<Step>> bodies);

  Step with(Modifiers modifiers);

  /**
   * What stands beside the op; empty texts and lists are left out.
   *
   * @param from labels; with one it is written as a word
   */
  record Modifiers(String as, List<String> from, String when, String share, List<Setting> expect) {
    static final Modifiers NONE = new Modifiers("", List.of(), "", "", List.of());

    public Modifiers {
      from = List.copyOf(from);
      expect = List.copyOf(expect);
    }

    Modifiers withAs(String label) {
      return new Modifiers(label, from, when, share, expect);
    }

    Modifiers withFrom(List<String> labels) {
      return new Modifiers(as, labels, when, share, expect);
    }

    Modifiers withWhen(String condition) {
      return new Modifiers(as, from, condition, share, expect);
    }

    Modifiers withShare(String key) {
      return new Modifiers(as, from, when, key, expect);
    }

    Modifiers withExpect(List<Setting> shape) {
      return new Modifiers(as, from, when, share, shape);
    }
  }

  record Op(OpName op, Map<String, Setting> options, Modifiers modifiers) implements Step {
    public Op {
      options = SpecTree.ordered(options);
    }

    @Override
    public List<List<Step>> bodies() {
      return List.of();
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return this;
    }

    @Override
    public Step with(Modifiers changed) {
      return new Op(op, options, changed);
    }
  }

  /**
   * @param join empty for the default
   */
  record Branches(Map<String, List<Step>> branches, String join, Modifiers modifiers)
      implements Step {
    public Branches {
      branches = SpecTree.ordered(branches);
    }

    @Override
    public List<List<Step>> bodies() {
      return List.copyOf(branches.values());
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      Map<String, List<Step>> changed = new java.util.LinkedHashMap<>();
      int at = 0;
      for (String name : branches.keySet()) {
        changed.put(name, bodies.get(at++));
      }
      return new Branches(changed, join, modifiers);
    }

    @Override
    public Step with(Modifiers changed) {
      return new Branches(branches, join, changed);
    }
  }

  /**
   * @param shortcut a word, {@code steps} for a list of steps, empty for the default
   * @param scale empty for the default
   */
  record Residual(
      List<Step> body, String shortcut, List<Step> shortcutSteps, String scale, Modifiers modifiers)
      implements Step {
    static final String STEPS = "steps";

    @Override
    public List<List<Step>> bodies() {
      return shortcut.equals(STEPS) ? List.of(body, shortcutSteps) : List.of(body);
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return new Residual(
          bodies.getFirst(),
          shortcut,
          bodies.size() > 1 ? bodies.get(1) : List.of(),
          scale,
          modifiers);
    }

    @Override
    public Step with(Modifiers changed) {
      return new Residual(body, shortcut, shortcutSteps, scale, changed);
    }
  }

  /**
   * @param index the counter's name, empty for the default
   */
  record Dense(List<Step> body, Setting layers, String index, Modifiers modifiers) implements Step {
    @Override
    public List<List<Step>> bodies() {
      return List.of(body);
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return new Dense(bodies.getFirst(), layers, index, modifiers);
    }

    @Override
    public Step with(Modifiers changed) {
      return new Dense(body, layers, index, changed);
    }
  }

  /**
   * @param key {@code times} or {@code over}
   * @param item the name of an item of {@code over}, empty for none
   */
  record Repeat(
      List<Step> body, String key, Setting count, String item, String index, Modifiers modifiers)
      implements Step {
    @Override
    public List<List<Step>> bodies() {
      return List.of(body);
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return new Repeat(bodies.getFirst(), key, count, item, index, modifiers);
    }

    @Override
    public Step with(Modifiers changed) {
      return new Repeat(body, key, count, item, index, changed);
    }
  }

  record Sequence(List<Step> body, Modifiers modifiers) implements Step {
    @Override
    public List<List<Step>> bodies() {
      return List.of(body);
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return new Sequence(bodies.getFirst(), modifiers);
    }

    @Override
    public Step with(Modifiers changed) {
      return new Sequence(body, changed);
    }
  }

  /** {@code concat}, {@code add} or {@code multiply} of labels. */
  record Join(String word, List<String> labels, Modifiers modifiers) implements Step {
    @Override
    public List<List<Step>> bodies() {
      return List.of();
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return this;
    }

    @Override
    public Step with(Modifiers changed) {
      return new Join(word, labels, changed);
    }
  }

  record Transition(Optional<Setting> compression, Modifiers modifiers) implements Step {
    @Override
    public List<List<Step>> bodies() {
      return List.of();
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return this;
    }

    @Override
    public Step with(Modifiers changed) {
      return new Transition(compression, changed);
    }
  }

  /** A call of a block. */
  record Call(String block, Map<String, Setting> arguments, Modifiers modifiers) implements Step {
    public Call {
      arguments = SpecTree.ordered(arguments);
    }

    @Override
    public List<List<Step>> bodies() {
      return List.of();
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return this;
    }

    @Override
    public Step with(Modifiers changed) {
      return new Call(block, arguments, changed);
    }
  }

  /** {@code use}: a block or an op that an expression names. */
  record Use(String what, Map<String, Setting> arguments, Modifiers modifiers) implements Step {
    public Use {
      arguments = SpecTree.ordered(arguments);
    }

    @Override
    public List<List<Step>> bodies() {
      return List.of();
    }

    @Override
    public Step withBodies(List<List<Step>> bodies) {
      return this;
    }

    @Override
    public Step with(Modifiers changed) {
      return new Use(what, arguments, changed);
    }
  }

  /** Every step of a list and of what is inside of them. */
  static List<Step> all(List<Step> steps) {
    List<Step> all = new ArrayList<>();
    for (Step step : steps) {
      all.add(step);
      step.bodies().forEach(body -> all.addAll(all(body)));
    }
    return all;
  }
}
