package dev.specc.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import dev.specc.transform.Counts;
import dev.specc.transform.Pass;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the passes names each, and its counts are what they do to the zoo. */
class PassesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("specc.root"));
  private static final Path PAGE = ROOT.resolve("docs/passes.md");
  private static final String START =
      "<!-- counts: written by PassesPageTest with -Dspecc.update=true -->\n";
  private static final String END = "<!-- end of counts -->\n";

  private static final List<String> NETS =
      List.of(
          "resnet#resnet50",
          "googlenet#torchvision",
          "inception_v3",
          "mobilenet_v2#mobilenet_v2",
          "densenet#densenet121",
          "efficientnet#efficientnet_b0",
          "convnext#convnext_tiny");

  @Test
  void everyPassIsExplained() throws IOException {
    String page = Files.readString(PAGE);
    for (Pass pass : Passes.of(Purpose.INFERENCE, Selection.ALL)) {
      assertTrue(page.contains("\n| `" + pass.name() + "` | "), pass.name());
    }
  }

  @Test
  void theCountsAreThoseOfTheZoo() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(START) + START.length();
    int to = page.indexOf(END);
    String expected = page.substring(0, from) + table() + page.substring(to);
    if (!page.equals(expected) && Boolean.getBoolean("specc.update")) {
      Files.writeString(PAGE, expected);
      fail(PAGE + " is rewritten: look at what changed");
    }
    assertEquals(expected, page);
  }

  private static String table() {
    return "| net | nodes | parameters and buffers | in place |\n|---|---|---|---|\n"
        + NETS.stream().map(PassesPageTest::row).collect(Collectors.joining());
  }

  private static String row(String net) {
    List<Counts> counts =
        Stream.of(Selection.NONE, Selection.DEFAULT, Selection.ALL)
            .map(selection -> Passes.run(graph(net), Purpose.INFERENCE, selection).after())
            .toList();
    return "| %s | %s | %s | %s |\n"
        .formatted(
            net.substring(net.indexOf('#') + 1).replace("torchvision", "googlenet"),
            numbers(counts, Counts::nodes),
            numbers(counts, c -> c.parameters() + c.buffers()),
            numbers(counts, Counts::inPlace));
  }

  private static String numbers(List<Counts> counts, ToLongFunction<Counts> number) {
    return counts.stream()
        .map(c -> String.format(Locale.ROOT, "%,d", number.applyAsLong(c)))
        .collect(Collectors.joining(", "));
  }

  private static Graph graph(String net) {
    String[] parts = net.split("#");
    String spec = ROOT.resolve("specs/" + parts[0] + ".yaml").toString();
    List<Graph> graphs =
        new Compiler(new FileSources())
            .compile(new Compiler.Request(spec, parts.length > 1 ? parts[1] : null, Map.of(), null))
            .graphs();
    assertEquals(1, graphs.size(), net);
    return graphs.getFirst();
  }
}
