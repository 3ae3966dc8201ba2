package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Checks what the schema of recipes cannot say: values that must fit each other. */
final class RecipeRules {
  private static final int DEFAULT_EPOCHS = 30;

  private final Mapping recipe;
  private final Findings findings;

  private RecipeRules(Mapping recipe, Findings findings) {
    this.recipe = recipe;
    this.findings = findings;
  }

  static void check(YamlNode root, Findings findings) {
    if (root instanceof Mapping recipe && !findings.isSilenced(root)) {
      RecipeRules rules = new RecipeRules(recipe, findings);
      rules.nesterov();
      rules.oneCycle();
      rules.milestones();
      rules.validation();
      rules.normalisation();
      rules.ranges();
      rules.tooLate();
      rules.stopping();
    }
  }

  /** The entry below these keys, where none of them was rejected. */
  private Optional<Entry> find(String... keys) {
    Optional<Entry> found = Optional.empty();
    YamlNode node = recipe;
    for (String key : keys) {
      found = entry(node, key);
      if (found.isEmpty()) {
        return found;
      }
      node = found.get().value();
    }
    return found;
  }

  private Optional<Entry> entry(YamlNode owner, String key) {
    return owner instanceof Mapping mapping && !findings.isSilenced(owner)
        ? mapping.entry(key).filter(e -> !findings.isSilenced(e.value()))
        : Optional.empty();
  }

  private static OptionalDouble number(Entry entry) {
    return entry.value() instanceof Scalar scalar ? scalar.number() : OptionalDouble.empty();
  }

  private static boolean isAbove(Optional<Entry> entry, double bound) {
    return entry.isPresent() && number(entry.get()).orElse(bound) > bound;
  }

  private void nesterov() {
    Optional<Entry> nesterov =
        find("optimizer", "sgd", "nesterov")
            .filter(e -> e.value() instanceof Scalar s && s.text().equalsIgnoreCase("true"));
    if (nesterov.isEmpty()) {
      return;
    }
    YamlNode sgd = find("optimizer", "sgd").orElseThrow().value();
    boolean momentumIsWrong =
        sgd instanceof Mapping map && map.get("momentum").filter(findings::isSilenced).isPresent();
    if (!momentumIsWrong && !isAbove(find("optimizer", "sgd", "momentum"), 0)) {
      findings.note(
          Diagnostic.of(
                  Code.CONFLICTING_VALUES,
                  nesterov.get().span(),
                  "`nesterov` looks ahead along the momentum, and here is none")
              .help("add `momentum: 0.9`"));
    }
  }

  private void oneCycle() {
    Optional<Entry> warmUp =
        find("warm_up")
            .filter(e -> isAbove(Optional.of(e), 0) || isAbove(find("warm_up", "epochs"), 0));
    Optional<Entry> schedule = find("schedule").filter(e -> chooses(e.value(), "one_cycle"));
    if (warmUp.isPresent() && schedule.isPresent()) {
      findings.note(
          Diagnostic.of(
                  Code.CONFLICTING_VALUES,
                  warmUp.get().span(),
                  "`one_cycle` warms up by itself, and here is a `warm_up` too")
              .related(schedule.get().span(), "begins with a rising rate")
              .help("leave `warm_up` out; `pct_start` says how long the rate grows"));
    }
  }

  private static boolean chooses(YamlNode node, String word) {
    return switch (node) {
      case Scalar scalar -> scalar.text().equals(word);
      case Mapping map -> map.entry(word).isPresent();
      case Sequence list -> false;
    };
  }

  private void milestones() {
    double last = 0;
    for (Scalar milestone : scalars(find("schedule", "multi_step", "milestones"))) {
      double epoch = milestone.number().orElse(Double.NaN);
      if (epoch <= last) {
        outOfRange(milestone, "`milestones` go up, and `" + milestone.text() + "` comes too late");
        return;
      }
      last = epoch;
    }
  }

  private List<Scalar> scalars(Optional<Entry> list) {
    if (list.isEmpty() || !(list.get().value() instanceof Sequence sequence)) {
      return List.of();
    }
    boolean numbers =
        sequence.items().stream()
            .allMatch(
                i -> i instanceof Scalar s && !findings.isSilenced(s) && s.number().isPresent());
    return numbers ? sequence.items().stream().map(Scalar.class::cast).toList() : List.of();
  }

  private void outOfRange(YamlNode node, String message) {
    findings.add(Diagnostic.of(Code.OUT_OF_RANGE, node.span(), message), node);
  }

  private void validation() {
    find("data", "validation")
        .filter(e -> e.value() instanceof Scalar s && s.is(Kind.FLOAT))
        .filter(e -> number(e).orElse(0) >= 1)
        .ifPresent(
            e ->
                outOfRange(
                    e.value(),
                    "`validation` is a share below 1 or a whole number of images, and here is "
                        + e.value().describe()));
  }

  private void normalisation() {
    int means = channels(find("data", "normalise", "mean"));
    Optional<Entry> std = find("data", "normalise", "std");
    int stds = channels(std);
    if (means > 1 && stds > 1 && means != stds) {
      YamlNode node = std.orElseThrow().value();
      String message =
          "`std` has " + Words.number(stds) + " channels, and `mean` has " + Words.number(means);
      findings.add(
          Diagnostic.of(Code.CONFLICTING_VALUES, node.span(), message)
              .related(find("data", "normalise", "mean").orElseThrow().span(), "the mean"),
          node);
    }
  }

  private static int channels(Optional<Entry> entry) {
    return entry.map(Entry::value).orElse(null) instanceof Sequence list ? list.items().size() : 0;
  }

  /** {@code scale} and {@code ratio} of augmentations. */
  private void ranges() {
    if (!(find("augment").map(Entry::value).orElse(null) instanceof Sequence list)) {
      return;
    }
    Set<YamlNode> seen = Validation.identitySet();
    for (YamlNode item : list.items()) {
      if (item instanceof Mapping step && seen.add(item)) {
        step.entries()
            .forEach(options -> List.of("scale", "ratio").forEach(k -> range(options, k)));
      }
    }
  }

  private void range(Entry options, String key) {
    Optional<Entry> range = entry(options.value(), key);
    List<Scalar> ends = scalars(range);
    if (ends.size() == 2
        && ends.getFirst().number().orElseThrow() > ends.getLast().number().orElseThrow()) {
      YamlNode node = range.orElseThrow().value();
      Diagnostic diagnostic =
          Diagnostic.of(
              Code.OUT_OF_RANGE, node.span(), "`" + key + "` is a range, the smaller end first");
      String turned = "[" + ends.getLast().text() + ", " + ends.getFirst().text() + "]";
      findings.add(diagnostic.help("write `" + turned + "`"), node);
    }
  }

  /** What would begin when training has ended. */
  private void tooLate() {
    Optional<Entry> given = find("epochs");
    if (given.isEmpty() && recipe.get("epochs").isPresent()) {
      return; // rejected: nobody knows how long training is
    }
    double epochs =
        given.map(e -> number(e).orElse(Double.MAX_VALUE)).orElse((double) DEFAULT_EPOCHS);
    Optional<Entry> warmUp = find("warm_up", "epochs").or(() -> find("warm_up"));
    Optional<Entry> milestones = find("schedule", "multi_step", "milestones");
    scalars(milestones).forEach(m -> late(m, epochs, "the rate does not change there"));
    late(warmUp, epochs, "the rate never reaches `lr`");
    late(find("schedule", "step", "epochs"), epochs, "the rate never changes");
    late(find("early_stopping", "patience"), epochs, "it is never stopped early");
  }

  private void late(Optional<Entry> entry, double epochs, String consequence) {
    if (entry.map(Entry::value).orElse(null) instanceof Scalar scalar) {
      late(scalar, epochs, consequence);
    }
  }

  private void late(Scalar value, double epochs, String consequence) {
    if (value.number().orElse(0) >= epochs) {
      String message = "training has " + Math.round(epochs) + " epochs, so " + consequence;
      Diagnostic diagnostic = Diagnostic.of(Code.WITHOUT_EFFECT, value.span(), message);
      findings.note(
          find("epochs").map(e -> diagnostic.related(e.span(), "ends here")).orElse(diagnostic));
    }
  }

  private void stopping() {
    Optional<Entry> stopping = find("early_stopping").filter(e -> e.value() instanceof Mapping);
    boolean held = find("data", "validation").filter(e -> !chooses(e.value(), "none")).isPresent();
    boolean rejected =
        recipe.get("data").filter(d -> findings.isSilenced(d)).isPresent()
            || find("data").map(Entry::value).orElse(null) instanceof Mapping data
                && data.get("validation").filter(findings::isSilenced).isPresent();
    if (stopping.isPresent() && !held && !rejected) {
      findings.note(
          Diagnostic.of(
                  Code.STOPPED_BY_TEST,
                  stopping.get().key().span(),
                  "no images are held out, so the test images decide when training stops")
              .help("hold some out: `validation: 0.1` below `data:`"));
    }
  }
}
