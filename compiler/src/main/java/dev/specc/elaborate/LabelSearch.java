package dev.specc.elaborate;

import dev.specc.decode.BlockDef;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import dev.specc.source.Span;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains a label that no visible step has: it may stand later, or in another body. */
final class LabelSearch {
  /**
   * Where a label is given.
   *
   * @param owner the block whose body it is in; empty for the net
   */
  private record Found(Span span, Optional<BlockDef> owner) {}

  /** The labels of each file, looked for once. */
  private final Map<ModelSpec, Map<String, Found>> labels = new IdentityHashMap<>();

  Diagnostic unknown(String name, Span use, Body body) {
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.UNKNOWN_LABEL, use, "no step that is visible here has the label `" + name + "`");
    Optional<Span> leftOut = body.labels().leftOut(name);
    if (leftOut.isPresent()) {
      return diagnostic
          .related(leftOut.get(), "this is false, so the step `" + name + "` is left out")
          .help("leave out what uses it as well, with the same `when`");
    }
    Optional<Found> elsewhere = find(name, body.module().spec());
    if (elsewhere.isPresent()) {
      return elsewhere(diagnostic, name, elsewhere.get(), use, body);
    }
    if (name.chars().allMatch(Character::isDigit)) {
      return diagnostic.help(
          "a step is named by its label, not by its number: add `as: NAME` to it");
    }
    List<String> visible =
        body.labels().visible().stream()
            .limit(Suggestion.MAX_CANDIDATES)
            .sorted()
            .distinct()
            .toList();
    return diagnostic.help(
        Suggestion.question(name, visible)
            .orElseGet(() -> "visible here: " + Suggestion.all(visible)));
  }

  private static Diagnostic elsewhere(
      Diagnostic diagnostic, String name, Found found, Span use, Body body) {
    Optional<BlockDef> here = Optional.ofNullable(body.calls()).map(Body.Calls::block);
    if (!here.equals(found.owner())) {
      return diagnostic
          .related(found.span(), "given in " + nameOf(found.owner()))
          .help("a block and its caller do not see each other's labels");
    }
    boolean later = found.span().start() > use.start();
    return diagnostic
        .related(found.span(), later ? "given here, after its use" : "given here, in another body")
        .help("a label is visible after its step, in the same body and the bodies inside it");
  }

  private static String nameOf(Optional<BlockDef> owner) {
    return owner.map(block -> "the block " + block.name()).orElse("the net");
  }

  private Optional<Found> find(String name, ModelSpec spec) {
    return Optional.ofNullable(labels.computeIfAbsent(spec, LabelSearch::labels).get(name));
  }

  /** Where each label of a file is first given. */
  private static Map<String, Found> labels(ModelSpec spec) {
    Map<String, Found> labels = new HashMap<>();
    if (spec.net() != null) {
      collect(spec.net().body(), Optional.empty(), labels);
    }
    spec.blocks().values().forEach(block -> collect(block.body(), Optional.of(block), labels));
    return labels;
  }

  private static void collect(
      List<Step> body, Optional<BlockDef> owner, Map<String, Found> labels) {
    body.stream()
        .flatMap(LabelSearch::all)
        .map(step -> step.modifiers().label())
        .filter(Objects::nonNull)
        .forEach(
            label ->
                label
                    .fixedText()
                    .ifPresent(text -> labels.putIfAbsent(text, new Found(label.span(), owner))));
  }

  private static Stream<Step> all(Step step) {
    return Stream.concat(Stream.of(step), step.inner().flatMap(LabelSearch::all));
  }
}
