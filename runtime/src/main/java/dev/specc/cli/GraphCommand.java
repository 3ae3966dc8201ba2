package dev.specc.cli;

import dev.specc.diagram.Diagram;
import dev.specc.diagram.Dot;
import dev.specc.diagram.GraphDrawing;
import dev.specc.diagram.Mermaid;
import dev.specc.drawing.Svg;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc graph}: a net as a picture. */
@Command(
    name = "graph",
    description = "Draws a net, folded by block, with the shapes that flow in it.",
    mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
  /** More boxes than this are no picture any more. */
  private static final int MOST_BOXES = 3000;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "The net.")
  private String spec = "";

  @Mixin private NetOptions given = new NetOptions();

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "2",
      description = "Levels of the paths that are shown; 0 for all (default: ${DEFAULT-VALUE}).")
  private int depth = 2;

  @Option(
      names = "--format",
      description = "svg, dot or mermaid (default: what --out ends in, else svg).")
  private @Nullable GraphFormat format;

  @Option(names = "--heads", description = "With the auxiliary heads, which only train.")
  private boolean heads;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write (default: stdout).")
  private @Nullable Path out;

  @SuppressWarnings("NullAway") // picocli sets `command`
  GraphCommand() {}

  @Override
  public Integer call() throws IOException {
    if (depth < 0) {
      throw new ParameterException(command.commandLine(), "--depth is 0 (all levels) or more");
    }
    GraphFormat written = GraphFormat.of(command.commandLine(), format, out);
    SpecSource source = heads ? SpecSource.withoutWarnings() : SpecSource.forEvaluation();
    Optional<GraphSource.Compiled> compiled =
        source.compile(command.commandLine(), spec, given.set(), given.size());
    if (compiled.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    int levels = depth == 0 ? Diagram.ALL : depth;
    write(text(Diagram.of(compiled.get().graph(), levels), written));
    return ExitStatus.FINE;
  }

  private String text(Diagram diagram, GraphFormat written) {
    if (diagram.size() > MOST_BOXES) {
      throw new ParameterException(
          command.commandLine(),
          "%,d boxes are no picture any more: a smaller --depth folds them"
              .formatted(diagram.size()));
    }
    return switch (written) {
      case SVG -> Svg.file(GraphDrawing.of(diagram));
      case DOT -> Dot.of(diagram);
      case MERMAID -> Mermaid.of(diagram);
    };
  }

  private void write(String text) throws IOException {
    if (out == null) {
      PrintWriter stdout = command.commandLine().getOut();
      stdout.print(text);
      stdout.flush();
    } else {
      Files.writeString(out, text);
      command.commandLine().getOut().println("written: " + out);
    }
  }
}
