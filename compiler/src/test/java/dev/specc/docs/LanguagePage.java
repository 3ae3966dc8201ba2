package dev.specc.docs;

import dev.specc.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples and tables of docs/language.md. */
record LanguagePage(String text, List<Example> examples) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml ([^\n]*)\n(.*?)^```$");
  private static final Pattern SHAPE =
      Pattern.compile("#\\s+(?:([A-Za-z0-9_.-]+)\\s+)?-> (\\[[0-9, ]+])");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|([^|]*)\\|[^|]*\\|$");
  private static final Pattern OPTION = Pattern.compile("`([a-z_]+)(?:: ([^`]+))?`");

  /** An output that a comment states: {@code # conv1 -> [64, 32, 32]}. */
  record Stated(int line, Optional<String> path, String shape) {}

  /**
   * A block of YAML.
   *
   * @param info the words after {@code yaml}: what it is, and the error that it has
   * @param line the page's line on which it starts
   */
  record Example(String info, String yaml, int line) {
    @Override
    public String toString() {
      return "line " + line + ", " + info;
    }

    private String kind() {
      return info.split(" ")[0];
    }

    Optional<String> error() {
      int at = info.indexOf("error ");
      return at < 0 ? Optional.empty() : Optional.of(info.substring(at + 6));
    }

    /** The name under which other examples import it. */
    Optional<String> file() {
      return kind().equals("file") ? Optional.of(info.substring(5)) : Optional.empty();
    }

    /** The example as a whole spec. */
    String spec() {
      return before() + (kind().equals("net") ? yaml.indent(2) : yaml);
    }

    private String before() {
      return switch (kind()) {
        case "spec", "file" -> "";
        case "part" -> "specc: 1\ninput: [3, 32, 32]\n";
        case "net" -> "specc: 1\ninput: [3, 32, 32]\nnet:\n";
        default -> throw new IllegalStateException("an example marked " + info);
      };
    }

    /** The outputs that the comments state, with lines of {@link #spec}. */
    List<Stated> stated() {
      List<Stated> stated = new ArrayList<>();
      List<String> lines = spec().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        Matcher shape = SHAPE.matcher(lines.get(i));
        if (shape.find()) {
          stated.add(new Stated(i + 1, Optional.ofNullable(shape.group(1)), shape.group(2)));
        }
      }
      return stated;
    }
  }

  static LanguagePage read() {
    Path root = Path.of(System.getProperty("specc.root", ".."));
    try {
      String text = Files.readString(root.resolve("docs/language.md"));
      List<Example> examples = new ArrayList<>();
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        int line = (int) text.substring(0, block.start()).lines().count() + 1;
        examples.add(new Example(block.group(1).strip(), block.group(2), line));
      }
      return new LanguagePage(text, List.copyOf(examples));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An example with the files that the page shows. */
  Texts files(Example example) {
    Map<String, String> files = new LinkedHashMap<>();
    examples.forEach(e -> e.file().ifPresent(name -> files.put(name, e.spec())));
    files.put(Texts.MAIN, example.spec());
    return new Texts(files);
  }

  /** The options of each op in the tables, with their defaults; "" where there is none. */
  Map<String, Map<String, String>> options() {
    Map<String, Map<String, String>> ops = new LinkedHashMap<>();
    Matcher row = ROW.matcher(text.substring(text.indexOf("\n## Ops")));
    while (row.find()) {
      Map<String, String> options = new LinkedHashMap<>();
      Matcher option = OPTION.matcher(row.group(2));
      while (option.find()) {
        options.put(option.group(1), Optional.ofNullable(option.group(2)).orElse(""));
      }
      ops.put(row.group(1), options);
    }
    return ops;
  }
}
