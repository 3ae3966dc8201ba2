package dev.specc;

import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.decode.ModuleLoader;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.Budget;
import dev.specc.elaborate.Elaborator;
import dev.specc.op.Shape;
import dev.specc.read.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the input sizes for which a spec is valid: it is elaborated for each of a range. */
public final class SizeSearch {
  /** The valid input sizes of one variant; its name is empty where the spec has none. */
  public record Found(ModelSpec spec, String variant, ValidSizes sizes) {}

  private final Sources sources;

  public SizeSearch(Sources sources) {
    this.sources = sources;
  }

  /**
   * The square input sizes from one to another for which each variant asked for is valid.
   *
   * @param diagnostics gets what keeps the spec from being tried at all
   */
  public List<Found> of(Compiler.Request request, long from, long to, Diagnostics diagnostics) {
    Optional<Module> loaded = ModuleLoader.load(sources, request.spec(), diagnostics);
    if (loaded.isEmpty() || diagnostics.hasErrors()) {
      return List.of();
    }
    ModelSpec spec = loaded.get().spec();
    Optional<Diagnostic> senseless = GivenSize.several(spec).or(() -> GivenSize.noMap(spec));
    if (senseless.isPresent()) {
      diagnostics.add(senseless.get());
      return List.of();
    }
    return RequestedVariants.of(request, spec, diagnostics).stream()
        .map(own -> new Found(spec, own.variantName(), valid(loaded.get(), own, from, to)))
        .toList();
  }

  private static ValidSizes valid(Module module, Elaborator.Settings settings, long from, long to) {
    // The spec's own size may be one of those that do not work: channels are all that is needed.
    long channels = Elaborator.channels(module, settings).orElse(3);
    List<Long> valid = new ArrayList<>();
    Long counterexample = null;
    Diagnostic failure = null;
    boolean settled = false;
    for (long size = from; size <= to; size++) {
      Optional<Diagnostic> error = error(module, settings.withSize(Shape.of(channels, size, size)));
      if (error.isEmpty()) {
        valid.add(size);
      } else if (!settled) {
        counterexample = size;
        failure = error.get();
        settled = !valid.isEmpty();
      }
    }
    return new ValidSizes(from, to, valid, counterexample, failure);
  }

  private static Optional<Diagnostic> error(Module module, Elaborator.Settings settings) {
    Diagnostics found = new Diagnostics();
    Compiler.elaborate(module, settings, new Budget(), found);
    return found.found().stream().filter(Diagnostic::isError).findFirst();
  }
}
