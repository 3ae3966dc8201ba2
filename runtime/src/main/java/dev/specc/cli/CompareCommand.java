package dev.specc.cli;

import dev.specc.analyse.Analysis;
import dev.specc.picture.Png;
import dev.specc.picture.Raster;
import dev.specc.report.RunComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc compare RUN RUN...}: training runs side by side. */
@Command(
    name = "compare",
    description = "Shows training runs side by side: what differs, what they came to, the curves.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders that train left.")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE.png",
      description = "Where to draw the curves of all runs; in a folder as compare.png.")
  private @Nullable Path out;

  @Option(names = "--format", description = "text or json (default: text).")
  private Format format = Format.TEXT;

  @SuppressWarnings("NullAway") // picocli sets `command`
  CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    requireUsage();
    List<RunComparison.Subject> subjects = new ArrayList<>();
    for (Path path : runs) {
      Optional<RunComparison.Subject> subject = subject(path);
      if (subject.isEmpty()) {
        return ExitStatus.INPUT_HAS_ERRORS;
      }
      subjects.add(subject.get());
    }
    RunComparison comparison = RunComparison.of(subjects);
    PrintWriter stdout = command.commandLine().getOut();
    switch (format) {
      case TEXT -> stdout.print(comparison.text());
      case JSON -> stdout.println(comparison.json().toPrettyString());
    }
    stdout.flush();
    if (out != null) {
      draw(comparison, out);
    }
    return ExitStatus.FINE;
  }

  private Optional<RunComparison.Subject> subject(Path path) {
    KeptNet net = KeptNet.in(path);
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    return net.compile(SpecSource.withoutWarnings(), command.commandLine())
        .map(
            compiled ->
                RunComparison.Subject.of(
                    name, net.folder(), Analysis.of(compiled.graph()).parameters()));
  }

  private void requireUsage() {
    if (out == null || Files.isDirectory(out) || PictureFile.isPng(out)) {
      return;
    }
    if (String.valueOf(out.getFileName()).indexOf('.') > 0) {
      throw PictureFile.isNone(command.commandLine(), out, "a folder or a PNG file");
    }
  }

  private static void draw(RunComparison comparison, Path to) throws IOException {
    boolean file = PictureFile.isPng(to);
    if (!file) {
      Files.createDirectories(to);
    }
    byte[] png = Png.of(Raster.of(comparison.curves()));
    Files.write(file ? to : to.resolve("compare.png"), png);
  }
}
