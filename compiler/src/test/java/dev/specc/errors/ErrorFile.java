package dev.specc.errors;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.TextReport;
import dev.specc.op.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One bad spec. Its first line may say how it is checked, as on the command line: {@code # specc
 * check NAME.yaml#variant --set=name=value --size=3x4x4}.
 */
record ErrorFile(Path root, String name) {
  private static final String COMMAND = "# specc check ";

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
    String first = Files.readString(spec()).lines().findFirst().orElse("");
    if (!first.startsWith(COMMAND)) {
      return Compiler.Request.of(name);
    }
    Compiler.Request request = Compiler.Request.of(name);
    for (String word : first.substring(COMMAND.length()).split(" ")) {
      request = with(request, word);
    }
    return request;
  }

  private static Compiler.Request with(Compiler.Request request, String word) {
    if (word.startsWith("--set=")) {
      String[] parts = word.substring("--set=".length()).split("=", 2);
      Map<String, String> overrides = new LinkedHashMap<>(request.overrides());
      overrides.put(parts[0], parts[1]);
      return new Compiler.Request(request.spec(), request.variant(), overrides, request.size());
    }
    if (word.startsWith("--size=")) {
      String[] parts = word.substring("--size=".length()).split("x");
      Shape size = new Shape(Arrays.stream(parts).map(Long::valueOf).toList());
      return new Compiler.Request(request.spec(), request.variant(), request.overrides(), size);
    }
    int hash = word.indexOf('#');
    return hash < 0 ? request : request.variant(word.substring(hash + 1));
  }
}
