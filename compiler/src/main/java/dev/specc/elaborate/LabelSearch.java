package dev.specc.elaborate;

import dev.specc.decode.BlockDef;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import dev.specc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains a label that no visible step has: it may stand later, or in another body. */
final class LabelSearch {
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
    Optional<String> closest = Suggestion.question(name, body.labels().visible());
    if (closest.isPresent()) {
      return diagnostic.help(closest.get());
    }
    Optional<Span> elsewhere = find(name, body.module().spec());
    if (elsewhere.isPresent()) {
      boolean later = elsewhere.get().start() > use.start();
      return diagnostic
          .related(elsewhere.get(), later ? "it is given here, after its use" : "it is given here")
          .help("a label is visible after its step, in the same body and the bodies inside it");
    }
    if (name.chars().allMatch(Character::isDigit)) {
      return diagnostic.help(
          "a step is named by its label, not by its number: add `as: NAME` to it");
    }
    List<String> visible = body.labels().visible().stream().sorted().toList();
    return diagnostic.help("visible here: " + String.join(", ", visible));
  }

  private static Optional<Span> find(String name, ModelSpec spec) {
    Stream<List<Step>> blocks = spec.blocks().values().stream().map(BlockDef::body);
    Stream<List<Step>> net = spec.net() == null ? Stream.of() : Stream.of(spec.net().body());
    return Stream.concat(net, blocks)
        .flatMap(List::stream)
        .flatMap(LabelSearch::all)
        .filter(step -> isLabelled(step, name))
        .map(step -> step.modifiers().label().span())
        .findFirst();
  }

  private static boolean isLabelled(Step step, String name) {
    var label = step.modifiers().label();
    return label != null && label.fixedText().filter(name::equals).isPresent();
  }

  private static Stream<Step> all(Step step) {
    return Stream.concat(Stream.of(step), step.inner().flatMap(LabelSearch::all));
  }
}
