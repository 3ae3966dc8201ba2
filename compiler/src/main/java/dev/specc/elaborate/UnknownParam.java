package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Param;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Suggestion;
import java.util.List;

/** A value for a param that the spec does not have. */
final class UnknownParam {
  private UnknownParam() {}

  static Diagnostic of(ModelSpec spec, Argument argument) {
    List<String> names = spec.params().stream().map(Param::name).toList();
    Diagnostic diagnostic =
        Diagnostic.of(
                Code.UNKNOWN_PARAM,
                argument.nameSpan(),
                spec.name() + " has no param `" + argument.name() + "`")
            .related(
                Param.list(spec.params()).stream().map(s -> new Label(s, "its params")).toList());
    return Suggestion.question(argument.name(), names)
        .map(diagnostic::help)
        .orElseGet(
            () ->
                diagnostic.help(
                    names.isEmpty()
                        ? "it has no params; list them under `params:`"
                        : "its params: " + Suggestion.all(names)));
  }
}
