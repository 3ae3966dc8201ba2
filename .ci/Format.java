import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks or rewrites the format of all Java sources below a folder: {@code check|write FOLDER}. */
public class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path folder = Path.of(args[1]);
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> sources;
    try (var files = Files.walk(folder)) {
      sources = files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
    int wrong = 0;
    for (Path source : sources) {
      String text = Files.readString(source);
      String formatted = formatted(text);
      if (text.equals(formatted)) {
        continue;
      }
      if (write) {
        Files.writeString(source, formatted);
      } else {
        wrong++;
        System.err.println("not formatted: " + source);
      }
    }
    if (wrong > 0) {
      System.err.println("`mvn -q verify -DskipTests -Dformat=write` formats them");
      System.exit(1);
    }
  }

  private static String formatted(String text) throws Exception {
    String cleaned = RemoveUnusedImports.removeUnusedImports(text);
    String ordered =
        ImportOrderer.reorderImports(cleaned, JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(ordered);
  }
}
