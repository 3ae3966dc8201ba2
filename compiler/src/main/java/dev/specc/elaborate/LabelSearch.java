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
  private static final int MAX_SHOWN = 40;

  private final Map<ModelSpec, Map<String, Span>> labels = new IdentityHashMap<>();

  Diagnostic unknown(String name, Span use, Body body) {
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.UNKNOWN_LABEL, use, "no step that is visible here has the label `" + name + "`");
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
    List<String> visible = body.labels().visible().stream().sorted().toList();
    int more = visible.size() - MAX_SHOWN;
    return diagnostic.help(
        "visible here: "
            + String.join(", ", visible.subList(0, Math.min(visible.size(), MAX_SHOWN)))
            + (more > 0 ? " and " + more + " more" : ""));
  }

  private Optional<Span> find(String name, ModelSpec spec) {
    return Optional.ofNullable(labels.computeIfAbsent(spec, LabelSearch::labels).get(name));
  }

  /** Where each label of a file is first given. */
  private static Map<String, Span> labels(ModelSpec spec) {
    Stream<List<Step>> blocks = spec.blocks().values().stream().map(BlockDef::body);
    Stream<List<Step>> net = spec.net() == null ? Stream.of() : Stream.of(spec.net().body());
    Map<String, Span> labels = new HashMap<>();
    Stream.concat(net, blocks)
        .flatMap(List::stream)
        .flatMap(LabelSearch::all)
        .map(step -> step.modifiers().label())
        .filter(Objects::nonNull)
        .forEach(l -> l.fixedText().ifPresent(text -> labels.putIfAbsent(text, l.span())));
    return labels;
  }

  private static Stream<Step> all(Step step) {
    return Stream.concat(Stream.of(step), step.inner().flatMap(LabelSearch::all));
  }
}
