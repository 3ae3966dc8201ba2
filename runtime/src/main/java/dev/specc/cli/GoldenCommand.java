package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.analyse.Analysis;
import dev.specc.analyse.ShapeTable;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Graph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code specc golden}: the inferred shapes against the golden files, in the folder {@code golden}
 * beside each spec.
 */
@Command(
    name = "golden",
    description = "Compares inferred shapes with the golden files beside the specs.",
    mixinStandardHelpOptions = true)
final class GoldenCommand implements Callable<Integer> {
  private static final int SHOWN_LINES = 8;
  private static final String FOLDER = "golden";

  @Mixin private SpecArguments specs = new SpecArguments();

  @Option(names = "--update", description = "Rewrites the golden files instead.")
  private boolean update;

  private int fine;
  private int wrong;

  @Override
  public Integer call() throws IOException {
    if (specs.changeSpecs()) {
      throw new ParameterException(
          specs.commandLine(), "golden files show specs as they are: --set and --size change them");
    }
    PrintWriter out = specs.commandLine().getOut();
    Set<Path> expected = new HashSet<>();
    Set<String> broken = new HashSet<>();
    for (Compiler.Result result : specs.compile()) {
      if (result.hasErrors()) {
        Report.print(
            result.diagnostics().stream().filter(Diagnostic::isError).toList(),
            out,
            Report.colour());
        broken.add(goldenFile(result, "").toString().replaceFirst("\\.shapes$", ""));
        wrong++;
      }
      for (Graph graph : result.graphs()) {
        Path file = goldenFile(result, graph.variant());
        expected.add(file);
        compare(file, ShapeTable.of(Analysis.of(graph)), out);
      }
    }
    for (String folder : specs.written()) {
      if (SpecFolder.is(folder)) {
        stale(Path.of(folder), expected, broken, out);
      }
    }
    out.println(
        update
            ? Report.plural(fine, "golden file") + " written"
            : fine + " as expected, " + wrong + " not");
    return wrong == 0 ? ExitStatus.FINE : ExitStatus.INPUT_HAS_ERRORS;
  }

  /** {@code specs/golden/vgg#vgg11.shapes} for {@code specs/vgg.yaml#vgg11}. */
  private static Path goldenFile(Compiler.Result result, String variant) {
    Path spec = Path.of(result.request().spec());
    Path folder = Optional.ofNullable(spec.getParent()).orElse(Path.of(""));
    String stem = spec.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return folder.resolve(FOLDER).resolve(Graph.title(stem, variant) + ".shapes");
  }

  private void compare(Path file, String inferred, PrintWriter out) throws IOException {
    if (update) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, inferred);
      fine++;
      return;
    }
    if (!Files.exists(file)) {
      out.println(file + " is missing; `specc golden --update` writes it");
      wrong++;
      return;
    }
    // Not readString: a golden file that is no UTF-8 is a golden file that differs.
    String golden = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    if (golden.equals(inferred)) {
      fine++;
    } else {
      wrong++;
      out.println(file + " differs:");
      difference(golden.lines().toList(), inferred.lines().toList(), out);
    }
  }

  /** The lines that one has and the other has not. */
  private static void difference(List<String> golden, List<String> inferred, PrintWriter out) {
    Set<String> before = Set.copyOf(golden);
    Set<String> after = Set.copyOf(inferred);
    List<String> gone = golden.stream().filter(l -> !after.contains(l)).toList();
    List<String> come = inferred.stream().filter(l -> !before.contains(l)).toList();
    if (gone.isEmpty() && come.isEmpty()) {
      out.println("  the same lines in another order, or other line ends");
    }
    gone.stream().limit(SHOWN_LINES).forEach(l -> out.println("  - " + l));
    come.stream().limit(SHOWN_LINES).forEach(l -> out.println("  + " + l));
    int more = gone.size() + come.size() - 2 * SHOWN_LINES;
    if (gone.size() > SHOWN_LINES || come.size() > SHOWN_LINES) {
      out.println("  ... and " + Math.max(1, more) + " more lines");
    }
  }

  /** Golden files that belong to no spec; those of a spec with errors wait until it has none. */
  private void stale(Path folder, Set<Path> expected, Set<String> broken, PrintWriter out)
      throws IOException {
    for (Path file : SpecFolder.files(folder, ".shapes")) {
      String owner = file.toString().replaceFirst("(#[^#]*)?\\.shapes$", "");
      boolean golden = file.toAbsolutePath().getParent().endsWith(FOLDER);
      if (!golden || expected.contains(file) || broken.contains(owner)) {
        continue;
      }
      if (update) {
        Files.delete(file);
        out.println(file + " belonged to no spec, and is deleted");
      } else {
        wrong++;
        out.println(file + " belongs to no spec; `specc golden --update` deletes it");
      }
    }
  }
}
