package dev.specc.cli;

import dev.specc.data.DataException;
import dev.specc.data.ImageSet;
import dev.specc.graph.Graph;
import dev.specc.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc report RUN}: the pictures and the page of a run once more. */
@Command(
    name = "report",
    description = "Draws the pictures of a run folder again, and writes its page.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "A folder that train left.")
  private Path run = Path.of("");

  @SuppressWarnings("NullAway") // picocli sets `command`
  ReportCommand() {}

  @Override
  public Integer call() {
    KeptNet net = KeptNet.in(run);
    CommandLine line = command.commandLine();
    Optional<GraphSource.Compiled> compiled = net.compile(SpecSource.withoutWarnings(), line);
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    Graph graph = compiled.get().graph();
    new RunReport(net.folder(), graph).rebuild(images(net, graph));
    PrintWriter stdout = line.getOut();
    stdout.println("written: " + net.folder().report());
    stdout.flush();
    return ExitStatus.FINE;
  }

  /** Those of the mistakes; without them the page is written all the same. */
  private Optional<ImageSet> images(KeptNet net, Graph graph) {
    try {
      return Optional.of(TrainingRun.dataset(graph, net.recipe()).testedOn());
    } catch (DataException e) {
      PrintWriter err = command.commandLine().getErr();
      err.println("the page shows no mistakes: " + e.getMessage());
      err.flush();
      return Optional.empty();
    }
  }
}
