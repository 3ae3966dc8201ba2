package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.analyse.Analysis;
import dev.specc.analyse.Column;
import dev.specc.analyse.Row;
import dev.specc.analyse.ShapeTable;
import dev.specc.diagnostic.Suggestion;
import dev.specc.graph.Graph;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code specc shapes}: a row for each node. */
@Command(
    name = "shapes",
    description = "Shows each node's output shape, parameters and multiply-accumulates.",
    mixinStandardHelpOptions = true)
final class ShapesCommand implements Callable<Integer> {
  @Mixin private SpecArguments specs = new SpecArguments();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Folds everything below N levels of the paths.")
  private int depth;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description =
          "The columns, by comma: path, op, inputs, output, parameters, buffers, macs, flops,"
              + " activation, live, field, stride, line; or all.")
  private List<String> columns = List.of();

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws IOException {
    List<Column> shown = shown();
    if (depth < 0) {
      throw new ParameterException(specs.commandLine(), "--depth is 0 (fold nothing) or more");
    }
    List<Compiler.Result> results = specs.nets();
    PrintWriter out = specs.commandLine().getOut();
    boolean failed = specs.printErrors(results);
    switch (format) {
      case TEXT -> text(results, shown, out);
      case JSON -> Json.shapes(results, specs.nameOne(), depth, out);
    }
    return failed ? ExitStatus.INPUT_HAS_ERRORS : ExitStatus.FINE;
  }

  private List<Column> shown() {
    if (columns.isEmpty()) {
      return Column.DEFAULT;
    }
    if (columns.equals(List.of("all"))) {
      return List.of(Column.values());
    }
    List<Column> shown = new ArrayList<>();
    for (String name : columns) {
      shown.add(Column.of(name.strip()).orElseThrow(() -> unknown(name)));
    }
    return shown;
  }

  private ParameterException unknown(String name) {
    List<String> words = Arrays.stream(Column.values()).map(Column::word).toList();
    return new ParameterException(
        specs.commandLine(),
        "there is no column `"
            + name.strip()
            + "`; "
            + Suggestion.question(name.strip(), words)
                .orElse("the columns: " + String.join(", ", words)));
  }

  private void text(List<Compiler.Result> results, List<Column> shown, PrintWriter out) {
    boolean first = true;
    for (Compiler.Result result : results) {
      for (Graph graph : result.graphs()) {
        if (!first) {
          out.println();
        }
        first = false;
        Analysis analysis = Analysis.of(graph);
        List<Row> rows = depth > 0 ? analysis.folded(depth) : analysis.rows();
        out.print(ShapeTable.of(analysis, rows, shown));
      }
    }
  }
}
