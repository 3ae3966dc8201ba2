package dev.specc.cli;

import dev.specc.graph.Graph;
import dev.specc.weights.WeightsCopy;
import dev.specc.weights.WeightsFile;
import dev.specc.weights.WeightsMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc weights export}: a run's weights, checked against a spec, for other tools. */
@Command(
    name = "export",
    description = "Writes a run's weights as a safetensors file, with the spec's names.",
    mixinStandardHelpOptions = true)
final class WeightsExportCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "RUN|FILE", description = "A run folder, or its weights.")
  private Path from = Path.of("");

  @Parameters(index = "1", paramLabel = "SPEC[#variant]", description = "The net they belong to.")
  private String spec = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.safetensors",
      description = "The file to write.")
  private Path out = Path.of("");

  @Mixin private NetOptions given = new NetOptions();

  @SuppressWarnings("NullAway") // picocli sets `command`
  WeightsExportCommand() {}

  @Override
  public Integer call() throws IOException {
    if (!out.toString().endsWith(".safetensors")) {
      throw new ParameterException(
          command.commandLine(), "--out is a file that ends in .safetensors, not " + out);
    }
    Optional<GraphSource.Compiled> compiled =
        SpecSource.withoutWarnings()
            .compile(command.commandLine(), spec, given.set(), given.size());
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Graph graph = compiled.get().graph();
    try (WeightsFile file = WeightsFile.open(WeightsCopy.in(from))) {
      WeightsMatch match = WeightsMatch.of(graph, file);
      match.requireComplete();
      Path target = WeightsCopy.target(out);
      WeightsCopy.write(target, graph, match);
      command.commandLine().getOut().println("%s: %d tensors".formatted(target, match.total()));
    }
    return ExitStatus.FINE;
  }
}
