package dev.specc.validate;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Snippets in a file, each under a line {@code === name} and followed by a line {@code ---} and
 * what is expected. A snippet that starts with {@code -} is the net of a spec with an input; its
 * lines count from 1.
 */
record Cases(Path file, List<Case> all) {
  record Case(String name, String snippet, String expected) {
    @Override
    public String toString() {
      return name;
    }

    SourceFile source() {
      return new SourceFile(name, (isNet() ? "specc: 1\ninput: [3, 8, 8]\nnet:\n" : "") + snippet);
    }

    private boolean isNet() {
      return snippet.startsWith("-");
    }

    YamlNode root() {
      return YamlReader.read(source()).root().orElseThrow();
    }

    /** What validation says, a line each. */
    String actual() {
      return SchemaValidator.validate(root()).diagnostics().stream()
          .map(this::line)
          .collect(Collectors.joining());
    }

    private String line(Diagnostic d) {
      int line = d.span().line() - (isNet() ? 3 : 0);
      String help = d.help().map(h -> " | " + h).orElse("");
      String marked = d.span().text().lines().findFirst().orElse("");
      return "%s %d:%d [%s] %s%s%n"
          .formatted(d.code(), line, d.span().column(), marked, d.message(), help);
    }
  }

  static Cases read(String name) {
    Path root = Path.of(System.getProperty("specc.root", ".."));
    Path file = root.resolve("compiler/src/test/resources/dev/specc/validate").resolve(name);
    try {
      List<Case> all = new ArrayList<>();
      for (String text : Files.readString(file).split("(?m)^=== ")) {
        if (!text.isEmpty()) {
          all.add(parse(text));
        }
      }
      return new Cases(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(String text) {
    int line = text.indexOf('\n') + 1;
    int end = text.indexOf("\n---\n", line) + 1;
    return end == 0
        ? new Case(text.substring(0, line - 1), text.substring(line), "")
        : new Case(text.substring(0, line - 1), text.substring(line, end), text.substring(end + 4));
  }

  /** Writes the file anew with what is said now. */
  void update() {
    String text =
        all.stream()
            .map(c -> "=== " + c.name + "\n" + c.snippet + "---\n" + c.actual())
            .collect(Collectors.joining());
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
