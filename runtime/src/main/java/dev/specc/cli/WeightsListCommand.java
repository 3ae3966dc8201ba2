package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.weights.NamedParameter;
import dev.specc.weights.StoredTensor;
import dev.specc.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code specc weights list}: every parameter and buffer by its name in a state_dict. */
@Command(
    name = "list",
    description = {
      "Lists every parameter and buffer by name, in the order of the graph;",
      "or of a safetensors or .pth file, given in the place of a spec, the tensors that it holds."
    },
    mixinStandardHelpOptions = true)
final class WeightsListCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON
  }

  @Mixin private SpecArguments specs = new SpecArguments();

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws IOException {
    String first = specs.written().getFirst();
    if (specs.nameOne() && (WeightsFile.isAt(first) || WeightsFile.isNamed(first))) {
      file(Path.of(first));
      return ExitStatus.FINE;
    }
    List<Compiler.Result> results = specs.nets();
    PrintWriter out = specs.commandLine().getOut();
    boolean failed = specs.printErrors(results);
    switch (format) {
      case TEXT -> text(results, out);
      case JSON -> WeightsJson.list(results, specs.nameOne(), out);
    }
    return failed ? ExitStatus.INPUT_HAS_ERRORS : ExitStatus.FINE;
  }

  private void file(Path path) throws IOException {
    PrintWriter out = specs.commandLine().getOut();
    try (WeightsFile file = WeightsFile.open(path)) {
      switch (format) {
        case TEXT -> table(file, out);
        case JSON -> WeightsJson.file(file, out);
      }
    }
  }

  private static void table(WeightsFile file, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("name", "shape", "elements", "type"));
    file.tensors()
        .forEach(
            (name, t) ->
                lines.add(
                    List.of(name, t.dims().toString(), count(t.elements()), t.type().name())));
    Columns.print(lines, out);
    long elements = file.tensors().values().stream().mapToLong(StoredTensor::elements).sum();
    out.println(
        Report.plural(file.tensors().size(), "tensor") + ": " + count(elements) + " elements");
  }

  private static void text(List<Compiler.Result> results, PrintWriter out) {
    long graphs = results.stream().mapToLong(r -> r.graphs().size()).sum();
    for (Compiler.Result result : results) {
      for (Graph graph : result.graphs()) {
        if (graphs > 1) {
          out.println(result.argument(graph));
        }
        table(NamedParameter.of(graph), out);
      }
    }
  }

  private static void table(List<NamedParameter> parameters, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("name", "shape", "elements"));
    for (NamedParameter p : parameters) {
      lines.add(List.of(p.name(), p.dims().toString(), count(p.spec().elements())));
    }
    Columns.print(lines, out);
    out.printf(
        Locale.ROOT,
        "%,d tensors: %s parameters, %s elements in buffers%n",
        parameters.size(),
        count(WeightsJson.elements(parameters, true)),
        count(WeightsJson.elements(parameters, false)));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
