package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.transform.PassTable;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code specc passes}: what each pass does to a graph. */
@Command(
    name = "passes",
    description = {
      "Shows what each pass on the graph leaves out before the net runs.",
      "Nodes, parameters and multiply-accumulates after each, and how many values are written over"
          + " in place."
    },
    mixinStandardHelpOptions = true)
final class PassesCommand implements Callable<Integer> {
  @Mixin private SpecArguments specs = new SpecArguments();

  @Option(
      names = "--for",
      paramLabel = "PURPOSE",
      description = "inference or training (default: inference).")
  private Purpose purpose = Purpose.INFERENCE;

  @Option(
      names = "--passes",
      paramLabel = "WHICH",
      description = {
        "none, default, or all: those that merge branches, too, which gain nothing on a CPU",
        "(default: default)."
      })
  private Selection selection = Selection.DEFAULT;

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws IOException {
    List<Compiler.Result> results = specs.nets();
    PrintWriter out = specs.commandLine().getOut();
    boolean failed = specs.printErrors(results);
    List<Json.NamedPasses> found = new ArrayList<>();
    for (Compiler.Result result : results) {
      result.graphs().forEach(graph -> found.add(named(result, graph)));
    }
    switch (format) {
      case TEXT -> out.print(String.join("\n", found.stream().map(PassesCommand::table).toList()));
      case JSON -> Json.passes(found, specs.nameOne(), out);
    }
    return failed ? ExitStatus.INPUT_HAS_ERRORS : ExitStatus.FINE;
  }

  private Json.NamedPasses named(Compiler.Result result, Graph graph) {
    return new Json.NamedPasses(
        result.argument(graph), graph, purpose, Passes.run(graph, purpose, selection));
  }

  private static String table(Json.NamedPasses named) {
    return PassTable.of(named.graph(), named.purpose(), named.transformed());
  }
}
