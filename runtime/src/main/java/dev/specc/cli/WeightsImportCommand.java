package dev.specc.cli;

import dev.specc.graph.Graph;
import dev.specc.train.InitialWeights;
import dev.specc.weights.WeightsCopy;
import dev.specc.weights.WeightsException;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc weights import}: published weights, checked against a spec. */
@Command(
    name = "import",
    description = {
      "Takes weights from a safetensors file or a state_dict of torch.save (.pth).",
      "Every name and shape is compared with the spec first; the pickle in a .pth runs nothing."
    },
    mixinStandardHelpOptions = true)
final class WeightsImportCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "The net that takes them.")
  private String spec = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "A .safetensors file, a .pth, or a folder with weights.safetensors.")
  private Path from = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE|DIR",
      description = "A .safetensors file to write, or a folder for weights.safetensors.")
  private Path out = Path.of("");

  @Option(
      names = "--partial",
      description = "Takes what fits; the rest keeps its initial value and is listed.")
  private boolean partial;

  @Option(names = "--seed", description = "Of those initial values (default: 0).")
  private long seed;

  @Mixin private NetOptions given = new NetOptions();

  @SuppressWarnings("NullAway") // picocli sets `command`
  WeightsImportCommand() {}

  @Override
  public Integer call() throws IOException {
    Optional<GraphSource.Compiled> compiled =
        SpecSource.withoutWarnings()
            .compile(command.commandLine(), spec, given.set(), given.size());
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Graph graph = compiled.get().graph();
    try (WeightsFile file = WeightsFile.open(WeightsCopy.in(from))) {
      WeightsMatch match = WeightsMatch.of(graph, file);
      if (partial) {
        match.requireSome();
        match.leftOut().forEach(command.commandLine().getErr()::println);
      } else {
        requireComplete(match);
      }
      write(graph, match);
    }
    return ExitStatus.FINE;
  }

  private static void requireComplete(WeightsMatch match) {
    try {
      match.requireComplete();
    } catch (WeightsException e) {
      throw new WeightsException(
          e.getMessage() + "\nhelp: --partial takes what fits, and leaves the rest as it starts",
          e);
    }
  }

  private void write(Graph graph, WeightsMatch match) throws IOException {
    Path target = WeightsCopy.target(out);
    if (match.hasAll()) {
      WeightsCopy.write(target, graph, match);
    } else {
      try (InitialWeights initial = new InitialWeights(graph, seed)) {
        WeightsCopy.write(target, graph, match, initial);
      }
    }
    String tensors = "%s: %d of %d tensors from %s";
    command
        .commandLine()
        .getOut()
        .println(tensors.formatted(target, match.fitting().size(), match.total(), match.file()));
  }
}
