package dev.specc;

import dev.specc.decode.Argument;
import dev.specc.decode.ModelSpec;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Suggestion;
import dev.specc.elaborate.Elaborator;
import dev.specc.expression.ExpressionParser;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variants of a spec that a request asks for, with the values that it gives to params. */
final class RequestedVariants {
  private RequestedVariants() {}

  /** One for each variant asked for; one without a variant where the spec has none. */
  static List<Elaborator.Settings> of(
      Compiler.Request request, ModelSpec spec, Diagnostics diagnostics) {
    List<Argument> overrides = overrides(request, diagnostics);
    if (request.variant() != null) {
      Optional<ModelSpec.Variant> variant = spec.variant(request.variant());
      if (variant.isEmpty()) {
        diagnostics.add(unknown(request.variant(), spec));
      }
      return variant.map(v -> settings(v, request, overrides)).stream().toList();
    }
    return spec.variants().isEmpty()
        ? List.of(settings(null, request, overrides))
        : spec.variants().stream().map(v -> settings(v, request, overrides)).toList();
  }

  private static Elaborator.Settings settings(
      ModelSpec.@Nullable Variant variant, Compiler.Request request, List<Argument> overrides) {
    return new Elaborator.Settings(variant, overrides, request.size(), request.heads());
  }

  private static List<Argument> overrides(Compiler.Request request, Diagnostics diagnostics) {
    List<Argument> overrides = new ArrayList<>();
    request.overrides().forEach((name, text) -> overrides.add(override(name, text, diagnostics)));
    return overrides;
  }

  private static Argument override(String name, String text, Diagnostics diagnostics) {
    SourceFile file = new SourceFile("--set", name + "=" + text);
    Span span = file.span(0, name.length());
    return new Argument(name, span, ExpressionParser.parse(file, name.length() + 1, diagnostics));
  }

  private static Diagnostic unknown(String wanted, ModelSpec spec) {
    List<String> names = spec.variants().stream().map(ModelSpec.Variant::name).toList();
    String known =
        names.isEmpty() ? "it has no variants" : "its variants: " + Suggestion.all(names);
    Span start = new SourceFile(spec.file().name(), "").span(0, 0);
    return Diagnostic.of(
            Code.UNKNOWN_VARIANT, start, spec.file().name() + " has no variant `" + wanted + "`")
        .help(Suggestion.question(wanted, names).orElse(known));
  }
}
