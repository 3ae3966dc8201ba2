package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No text of a megabyte makes {@code check} fail, or takes it more than half a gigabyte of memory.
 * What each takes in seconds, {@code benchmarks/hostile-texts.sh} measures.
 */
class LimitsTest {
  /** Those that took the most before there were limits. */
  private static final Set<String> WORST =
      Set.of(
          "alias-bomb",
          "aliased-mistakes",
          "brackets",
          "calls",
          "colliding-labels",
          "deepest",
          "dense",
          "doubled-twins",
          "duplicates-of-many",
          "keys-of-a-kilobyte",
          "label",
          "minus",
          "names-unknown",
          "ones",
          "one-line",
          "one-word",
          "open-parentheses",
          "parentheses",
          "repeat",
          "repeated-list",
          "slices",
          "steps",
          "sum",
          "typos",
          "variants-of-repeats");

  @TempDir private Path folder = Path.of("");

  @Test
  void theWorstTextsEndInAVerdict() throws IOException, InterruptedException {
    assertVerdicts(WORST);
  }

  @Test
  @Tag("slow")
  void everyTextEndsInAVerdict() throws IOException, InterruptedException {
    assertVerdicts(HostileTexts.all().keySet());
  }

  private void assertVerdicts(Set<String> names) throws IOException, InterruptedException {
    Map<String, HostileTexts.Hostile> texts = HostileTexts.all();
    Map<String, String> expected = new TreeMap<>();
    List<String> specs = new ArrayList<>();
    for (String name : names) {
      HostileTexts.Hostile text = texts.get(name);
      specs.add(Files.writeString(folder.resolve(name), text.text()).toString());
      expected.put(name, text.verdict());
    }
    String output = check(specs);
    Map<String, String> actual = new TreeMap<>();
    for (String spec : specs) {
      actual.put(Path.of(spec).getFileName().toString(), verdict(output, spec));
    }
    assertEquals(expected, actual);
  }

  /** Checks one file after the other, as so many processes would. */
  static final class CheckEach {
    private CheckEach() {}

    /**
     * @param specs the files
     */
    public static void main(String[] specs) {
      for (String spec : specs) {
        Main.run("check", spec);
      }
    }
  }

  /** {@code ok}, or the code of the first error. */
  private static String verdict(String output, String spec) {
    List<String> lines = output.lines().map(String::strip).toList();
    if (lines.stream().anyMatch(line -> line.startsWith("ok  " + spec + " "))) {
      return "ok";
    }
    for (int i = 1; i < lines.size(); i++) {
      boolean here =
          lines.get(i).equals("--> " + spec) || lines.get(i).startsWith("--> " + spec + ":");
      if (here && lines.get(i - 1).startsWith("error[")) {
        return lines.get(i - 1).substring("error[".length(), "error[SPC0000".length());
      }
    }
    return "nothing";
  }

  private static String check(List<String> specs) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), CheckEach.class.getName()));
    line.addAll(specs);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> output.substring(0, Math.min(2000, output.length())));
    assertFalse(output.contains("specc failed"), output);
    return output;
  }
}
