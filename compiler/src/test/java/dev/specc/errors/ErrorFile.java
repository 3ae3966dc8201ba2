package dev.specc.errors;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One bad spec. Its first line may say how it is checked: see {@link CheckComment}. */
record ErrorFile(Path root, String name) {
  /** All below a folder but the libraries, which stand in folders named {@code lib}. */
  static List<ErrorFile> below(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(f -> root.relativize(f).toString())
          .filter(name -> name.endsWith(".yaml") && !name.contains("lib/"))
          .sorted()
          .map(name -> new ErrorFile(root, name))
          .toList();
    }
  }

  Path spec() {
    return root.resolve(name);
  }

  Path golden() {
    return root.resolve(name.replace(".yaml", ".txt"));
  }

  String expected() throws IOException {
    return Files.exists(golden()) ? Files.readString(golden()) : "";
  }

  Compiler.Result compile(ErrorFolder folder) throws IOException {
    return new Compiler(folder).compile(request());
  }

  /** The whole report, as a terminal without colours shows it. */
  static String report(List<Diagnostic> diagnostics) {
    TextReport report = new TextReport(false);
    return diagnostics.stream().map(report::render).collect(Collectors.joining("\n"));
  }

  private Compiler.Request request() throws IOException {
    return CheckComment.request(name, Files.readString(spec()));
  }
}
