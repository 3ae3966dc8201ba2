package dev.specc;

import dev.specc.decode.ModelSpec;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the variants of a spec have to say: the same mistake once, with the variants that have it
 * where not all do.
 */
final class VariantDiagnostics {
  private record Place(String code, Span span) {}

  private final Map<Place, Diagnostic> first = new LinkedHashMap<>();
  private final Map<Place, List<String>> variants = new LinkedHashMap<>();
  private int count;

  void add(ModelSpec.@Nullable Variant variant, Diagnostics diagnostics) {
    count++;
    for (Diagnostic diagnostic : diagnostics.found()) {
      Place place = new Place(diagnostic.code().id(), diagnostic.span());
      first.putIfAbsent(place, diagnostic);
      variants
          .computeIfAbsent(place, p -> new ArrayList<>())
          .add(variant == null ? "" : variant.name());
    }
  }

  List<Diagnostic> merged() {
    List<Diagnostic> merged = new ArrayList<>();
    first.forEach(
        (place, diagnostic) -> {
          List<String> having = variants.get(place);
          boolean some = having != null && having.size() < count;
          // A lint that some variants do not show is none of the spec.
          if (!some) {
            merged.add(diagnostic);
          } else if (diagnostic.isError()) {
            merged.add(diagnostic.note("in " + named(having)));
          }
        });
    return merged;
  }

  private static String named(List<String> names) {
    return (names.size() == 1 ? "variant " : "variants ")
        + String.join(", ", names.subList(0, Math.min(5, names.size())))
        + (names.size() > 5 ? " and " + (names.size() - 5) + " more" : "");
  }
}
