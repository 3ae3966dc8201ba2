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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No text of a megabyte makes `check` fail, or takes it more than half a gigabyte of memory. */
class LimitsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final String HEAD = "specc: 1\nname: x\ninput: [3, 8, 8]\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void everyTextEndsInAVerdict() throws IOException, InterruptedException {
    Map<String, String> expected = new TreeMap<>();
    List<String> specs = new ArrayList<>();
    for (Map.Entry<String, String> text : texts().entrySet()) {
      String[] nameAndCode = text.getKey().split(" ");
      Path file = folder.resolve(nameAndCode[0]);
      specs.add(Files.writeString(file, text.getValue()).toString());
      expected.put(nameAndCode[0], nameAndCode[1]);
    }
    String output = check(specs);
    assertFalse(output.contains("specc failed"), output);
    Map<String, String> actual = new TreeMap<>();
    for (String spec : specs) {
      actual.put(Path.of(spec).getFileName().toString(), verdict(output, spec));
    }
    assertEquals(expected, actual);
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    String deep = "[{sequence: ".repeat(99) + "[relu]" + "}]".repeat(99);
    texts.put("alias-bomb SPC0302", aliasBomb());
    texts.put("brackets SPC0303", "[".repeat(MEGABYTE));
    texts.put("one-word SPC0101", "x".repeat(MEGABYTE));
    texts.put("one-line ok", HEAD + "description: " + "x".repeat(MEGABYTE) + "\nnet: [relu]\n");
    texts.put("steps ok", HEAD + "net:\n" + "  - relu\n".repeat(MEGABYTE / 9));
    texts.put("deepest ok", HEAD + "net: " + deep + "\n");
    texts.put("label SPC0303", HEAD + "net:\n  - relu:\n    as: " + "a".repeat(MEGABYTE) + "\n");
    texts.put("sum SPC0303", HEAD + expression("1+".repeat(MEGABYTE / 2) + "1"));
    texts.put("minus SPC0303", HEAD + expression("-".repeat(MEGABYTE) + "1"));
    texts.put("parentheses SPC0303", HEAD + expression("(".repeat(MEGABYTE)));
    texts.put("repeat SPC0302", HEAD + "net:\n  - repeat: [relu]\n    times: 1000000\n");
    texts.put(
        "dense SPC0302",
        HEAD + "net:\n  - dense: [conv: {out: 1, kernel: 1}]\n    layers: 100000\n");
    texts.put("billion SPC0301", HEAD + "net:\n  - repeat: [relu]\n    times: 1000000000\n");
    texts.put("typos SPC0105", HEAD + "net:\n" + "  - rellu\n".repeat(MEGABYTE / 10));
    return texts;
  }

  private static String expression(String text) {
    return "net:\n  - conv: {kernel: 1, out: \"" + text + "\"}\n";
  }

  private static String aliasBomb() {
    return "a0: &a0 [x]\n"
        + IntStream.range(1, 12)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)))
            .collect(Collectors.joining());
  }

  /** {@code ok}, or the code of the first error. */
  private static String verdict(String output, String spec) {
    List<String> lines = output.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("ok  " + spec + " ")) {
        return "ok";
      }
      if (line.equals("--> " + spec) || line.startsWith("--> " + spec + ":")) {
        return lines.get(i - 1).substring("error[".length(), "error[SPC0000".length());
      }
    }
    return "nothing";
  }

  private static String check(List<String> specs) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.add("check");
    line.addAll(specs);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), () -> output.substring(0, Math.min(2000, output.length())));
    return output;
  }
}
