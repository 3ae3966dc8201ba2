package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.Recipes;
import dev.specc.SizeSearch;
import dev.specc.ValidSizes;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code specc sizes}: the input sizes for which a spec is valid. */
@Command(
    name = "sizes",
    description =
        "Finds the square input sizes for which a spec is valid, and why the first other is not.",
    mixinStandardHelpOptions = true)
final class SizesCommand implements Callable<Integer> {
  @Mixin private SpecArguments specs = new SpecArguments();

  @Option(names = "--from", description = "The smallest size to try (default: 1).")
  private long from = 1;

  @Option(names = "--to", description = "The largest size to try (default: 512).")
  private long to = 512;

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws IOException {
    if (specs.giveSize()) {
      throw new ParameterException(
          specs.commandLine(), "sizes tries all sizes; --from and --to bound them, not --size");
    }
    if (from < 1 || to < from || to > 1 << 20) {
      throw new ParameterException(
          specs.commandLine(), "--from and --to are sizes from 1 on, the smaller first");
    }
    SizeSearch search = new SizeSearch(new FileSources());
    List<Json.NamedSizes> found = new ArrayList<>();
    List<String> libraries = new ArrayList<>();
    Diagnostics diagnostics = new Diagnostics();
    for (Compiler.Request request : specs.requests()) {
      Recipes.asRecipe(new FileSources(), request.spec())
          .ifPresent(recipe -> specs.skip(request.spec(), false, true));
      for (SizeSearch.Found sizes : search.of(request, from, to, diagnostics)) {
        if (!sizes.spec().isLibrary()) {
          String argument = Graph.title(request.spec(), sizes.variant());
          found.add(new Json.NamedSizes(argument, sizes.sizes()));
        } else {
          libraries.add(request.spec());
        }
      }
    }
    if (!diagnostics.hasErrors()) {
      libraries.forEach(library -> specs.skip(library, true, found.isEmpty()));
    }
    PrintWriter out = specs.commandLine().getOut();
    Report.print(diagnostics.sorted(), specs.commandLine().getErr(), false);
    switch (format) {
      case TEXT -> found.forEach(sizes -> text(sizes, out));
      case JSON -> Json.sizes(found, out);
    }
    boolean useless = found.stream().anyMatch(sizes -> sizes.sizes().valid().isEmpty());
    return useless || diagnostics.hasErrors() ? ExitStatus.INPUT_HAS_ERRORS : ExitStatus.FINE;
  }

  private static void text(Json.NamedSizes named, PrintWriter out) {
    ValidSizes sizes = named.sizes();
    out.println(named.spec() + ": " + sizes.describe());
    Diagnostic failure = sizes.failure();
    if (failure != null) {
      long size = sizes.counterexample();
      out.println(
          "  " + size + "x" + size + " fails at " + failure.span() + ": " + failure.message());
    }
  }
}
