package dev.specc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.util.List;
import java.util.Map;

/** Specs as texts in a test: files by name, what they compile to, and what is said about them. */
public record Texts(Map<String, String> files) implements Sources {
  public static final String MAIN = "main.yaml";

  @Override
  public Loaded load(String name) {
    return files.containsKey(name)
        ? new Loaded.Text(new SourceFile(name, files.get(name)))
        : new Loaded.Failed(Code.FILE_NOT_READABLE, name + " does not exist");
  }

  @Override
  public Loaded loadImport(String importer, String target) {
    return load(target.endsWith(".yaml") ? target : target + ".yaml");
  }

  public static Compiler.Result compile(String text) {
    return new Texts(Map.of(MAIN, text)).compileMain();
  }

  public Compiler.Result compileMain() {
    return new Compiler(this).compile(Compiler.Request.of(MAIN));
  }

  /** A spec with these steps as its net, and the input [3, 32, 32]. */
  public static String net(String steps) {
    return "specc: 1\ninput: [3, 32, 32]\nnet:\n" + steps.indent(2);
  }

  /** The one graph of a spec without errors. */
  public static Graph graph(String text) {
    return graph(compile(text));
  }

  public static Graph graph(Compiler.Result result) {
    assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList());
    assertEquals(1, result.graphs().size());
    return result.graphs().getFirst();
  }

  /** The codes of all diagnostics, in the order of the text. */
  public static List<Code> codes(String text) {
    return compile(text).diagnostics().stream().map(Diagnostic::code).toList();
  }

  /** The paths of the nodes that compute. */
  public static List<String> paths(Graph graph) {
    return graph.layers().stream().map(Node::path).toList();
  }

  public static Node node(Graph graph, String path) {
    return graph.layers().stream().filter(n -> n.path().equals(path)).findFirst().orElseThrow();
  }
}
