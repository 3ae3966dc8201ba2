package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.analyse.Analysis;
import dev.specc.analyse.Figures;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code specc check}: every error and warning, located. */
@Command(
    name = "check",
    description =
        "Validates specs and recipes and infers every shape; reports all errors and warnings.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON,
    SARIF
  }

  @Mixin private SpecArguments specs = new SpecArguments(true);

  @Option(names = "--format", description = "text, json or sarif (default: text).")
  private Format format = Format.TEXT;

  @Option(
      names = "--fix",
      description = "Applies the fixes that were found, each to its own place only.")
  private boolean fix;

  @Override
  public Integer call() throws IOException {
    if (fix) {
      CommandLine line = specs.commandLine();
      PrintWriter log = format == Format.TEXT ? line.getOut() : line.getErr();
      new FixedFiles(log).fix(specs.requests());
    }
    List<Compiler.Result> results = specs.compile().stream().map(Report::repaired).toList();
    PrintWriter out = specs.commandLine().getOut();
    switch (format) {
      case TEXT -> text(results, out);
      case JSON -> Json.check(results, out);
      case SARIF -> Sarif.print(Report.all(results), out);
    }
    return results.stream().anyMatch(Compiler.Result::hasErrors)
        ? ExitStatus.INPUT_HAS_ERRORS
        : ExitStatus.FINE;
  }

  private static void text(List<Compiler.Result> results, PrintWriter out) {
    List<Diagnostic> diagnostics = Report.all(results);
    Report.print(diagnostics, out, Report.colour());
    List<List<String>> lines = new ArrayList<>();
    for (Compiler.Result result : results) {
      if (!result.hasErrors()) {
        lines.addAll(passed(result));
      }
    }
    Columns.print(lines, out);
    out.println(summary(results, diagnostics));
  }

  private static List<List<String>> passed(Compiler.Result result) {
    List<List<String>> lines = new ArrayList<>();
    for (Graph graph : result.graphs()) {
      Analysis analysis = Analysis.of(graph);
      Stream<Node> inputs = graph.inputs().stream();
      Stream<Node> outputs = graph.outputs().stream().map(output -> graph.node(output.node()));
      lines.add(
          List.of(
              "ok",
              result.argument(graph),
              shapes(inputs) + " -> " + shapes(outputs),
              Figures.grouped(analysis.parameters()) + " parameters",
              Figures.grouped(analysis.macs()) + " MACs"));
    }
    if (lines.isEmpty()) {
      String what = SpecSource.whatHasNoNet(result.model().isPresent());
      lines.add(List.of("ok", result.request().spec(), what, "", ""));
    }
    return lines;
  }

  private static String shapes(Stream<Node> nodes) {
    return nodes.map(node -> node.output().toString()).collect(Collectors.joining(", "));
  }

  private static String summary(List<Compiler.Result> results, List<Diagnostic> diagnostics) {
    String files = results.size() == 1 ? "" : " in " + results.size() + " files";
    boolean cut = results.stream().anyMatch(CheckCommand::isFull);
    String more = cut ? "; of a spec, the first " + Diagnostics.LIMIT + " are shown" : "";
    return Report.count(diagnostics) + files + more;
  }

  private static boolean isFull(Compiler.Result result) {
    return result.diagnostics().stream().filter(Diagnostic::isError).count() >= Diagnostics.LIMIT;
  }
}
