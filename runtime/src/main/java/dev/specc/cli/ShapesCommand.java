package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.analyse.Analysis;
import dev.specc.analyse.ShapeTable;
import dev.specc.graph.Graph;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code specc shapes}: a row for each node. */
@Command(
    name = "shapes",
    description = "Shows each node's output shape, parameters and multiply-accumulates.",
    mixinStandardHelpOptions = true)
final class ShapesCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON
  }

  @Mixin private SpecArguments specs = new SpecArguments();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Folds everything below N levels of the paths.")
  private int depth;

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Override
  public Integer call() {
    List<Compiler.Result> results = specs.compile();
    PrintWriter out = specs.commandLine().getOut();
    boolean failed = results.stream().anyMatch(Compiler.Result::hasErrors);
    if (failed) {
      Report.print(Report.all(results), specs.commandLine().getErr(), false);
    }
    switch (format) {
      case TEXT -> text(results, out);
      case JSON -> Json.shapes(results, specs.nameOne(), depth, out);
    }
    return failed ? ExitStatus.INPUT_HAS_ERRORS : ExitStatus.FINE;
  }

  private void text(List<Compiler.Result> results, PrintWriter out) {
    boolean first = true;
    for (Compiler.Result result : results) {
      for (Graph graph : result.graphs()) {
        if (!first) {
          out.println();
        }
        first = false;
        Analysis analysis = Analysis.of(graph);
        out.print(
            depth > 0 ? ShapeTable.of(analysis, analysis.folded(depth)) : ShapeTable.of(analysis));
      }
    }
  }
}
