package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that only look at specs start fast: they load nothing that trains. */
class LoadedClassesTest {
  private static final List<String> HEAVY =
      List.of("ai.djl.", "dev.specc.train.Training ", " java.awt.Graphics2D ", "me.tongfei.");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "shapes",
        "golden",
        "graph",
        "check --format json",
        "check --format sarif"
      })
  void noClassOfDjl(String command) throws IOException, InterruptedException {
    List<String> loaded = loadedClasses(command);
    assertTrue(
        loaded.stream().anyMatch(l -> l.contains("dev.specc.Compiler ")), "classes are told");
    List<String> heavy = loaded.stream().filter(l -> HEAVY.stream().anyMatch(l::contains)).toList();
    assertEquals(List.of(), heavy);
  }

  private static List<String> loadedClasses(String command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xlog:class+load:stdout", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Stream.of(command.split(" ")).forEach(line::add);
    line.add(Golden.repository("specs/lenet.yaml").toString());
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().filter(l -> l.contains("[class,load]")).toList();
  }
}
