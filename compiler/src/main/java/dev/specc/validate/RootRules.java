package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import java.util.Optional;

/** Checks that a net says what arrives, in one way. */
final class RootRules {
  private RootRules() {}

  static void check(YamlNode root, Findings findings) {
    if (root instanceof Mapping spec) {
      inputs(spec).ifPresent(findings::note);
    }
  }

  private static Optional<Diagnostic> inputs(Mapping spec) {
    Optional<Entry> one = spec.entry("input");
    Optional<Entry> several = spec.entry("inputs");
    if (one.isPresent() && several.isPresent()) {
      return Optional.of(
          Diagnostic.of(
                  Code.MISPLACED_MODIFIER,
                  several.get().key().span(),
                  "a spec has `input` or `inputs`, and here are both")
              .related(one.get().key().span(), "the other"));
    }
    return one.isPresent() || several.isPresent() || misspelt(spec)
        ? Optional.empty()
        : spec.entry("net").map(RootRules::missing);
  }

  private static boolean misspelt(Mapping spec) {
    return spec.entries().stream()
        .anyMatch(e -> e.name().startsWith("in") || e.name().equals("shape"));
  }

  private static Diagnostic missing(Entry net) {
    return Diagnostic.of(
            Code.MISSING_KEY, net.key().span(), "a net needs `input`, the shape of what arrives")
        .help("add `input: [channels, height, width]`");
  }
}
