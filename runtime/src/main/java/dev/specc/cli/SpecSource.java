package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.data.DataException;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.decode.ModuleLoader;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Compiles the one variant of a spec that a command works on; diagnostics go to stderr. */
final class SpecSource implements GraphSource {
  private final boolean warnings;
  private final boolean heads;

  SpecSource() {
    this(true, true);
  }

  private SpecSource(boolean warnings, boolean heads) {
    this.warnings = warnings;
    this.heads = heads;
  }

  /** For commands that take a net as it is, which its author has been warned about. */
  static SpecSource withoutWarnings() {
    return new SpecSource(false, true);
  }

  /**
   * What compiles the teachers that recipes name; where one has errors they are printed, and it
   * throws a DataException.
   */
  static Function<String, Graph> teachers(CommandLine command) {
    return spec ->
        withoutWarnings()
            .compile(command, spec, Map.of(), "")
            .orElseThrow(() -> new DataException("the teacher " + spec + " has errors"))
            .graph();
  }

  /** For evaluation: without auxiliary heads and warnings. */
  static SpecSource forEvaluation() {
    return new SpecSource(false, false);
  }

  @Override
  public Optional<ModelSpec> model(String spec) {
    String name = SpecArguments.request(spec, Map.of(), null).spec();
    return ModuleLoader.load(new FileSources(), name, new Diagnostics()).map(Module::spec);
  }

  @Override
  public Optional<Compiled> compile(
      CommandLine command, String spec, Map<String, String> set, String size) {
    Shape shape = size.isEmpty() ? null : InputSize.parse(command, size);
    Compiler.Request named = SpecArguments.request(spec, set, shape);
    Compiler.Request request =
        !heads ? named.forEvaluation() : warnings ? named : named.withoutRecipe();
    KeptSources sources = new KeptSources();
    Compiler.Result result = new Compiler(sources).compile(request);
    Report.print(shown(Report.repaired(result)), command.getErr(), false);
    command.getErr().flush();
    if (result.hasErrors()) {
      return Optional.empty();
    }
    return Optional.of(
        new Compiled(only(command, result), request.spec(), sources.kept(request.spec())));
  }

  private List<Diagnostic> shown(Compiler.Result result) {
    return result.diagnostics().stream().filter(d -> warnings || d.isError()).toList();
  }

  /** A file without errors that has no net was named where one is wanted. */
  static ParameterException noNet(CommandLine command, String spec, boolean library) {
    return new ParameterException(
        command, spec + " is " + whatHasNoNet(library) + "; it has no net");
  }

  /** What a file without errors is that has no net. */
  static String whatHasNoNet(boolean library) {
    return library ? "a library of blocks" : "a recipe";
  }

  private static Graph only(CommandLine command, Compiler.Result result) {
    String spec = result.request().spec();
    List<Graph> graphs = result.graphs();
    if (graphs.isEmpty()) {
      throw noNet(command, spec, result.model().isPresent());
    }
    if (graphs.size() > 1) {
      throw new ParameterException(
          command,
          "%s has %d variants: choose one, such as '%s#%s'"
              .formatted(spec, graphs.size(), spec, graphs.getFirst().variant()));
    }
    return graphs.getFirst();
  }
}
