package dev.specc.mutation;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a message of libtorch tells about where a mistake is. */
final class LibtorchMessage {
  /** The batch in every shape that a message quotes. */
  private static final long BATCH = 2;

  private final String text;
  private final Op op;

  LibtorchMessage(String text, Op op) {
    this.text = text;
    this.op = op;
  }

  /** Its first line: the others are libtorch's own stack. */
  String firstLine() {
    return text.lines().findFirst().orElse("");
  }

  /** Whether it says the path of a layer of the net. */
  boolean namesLayer(Graph net) {
    return net.layers().stream().map(Node::path).anyMatch(path -> hasWord(firstLine(), path));
  }

  private static boolean hasWord(String text, String word) {
    boolean number = word.matches("\\d+");
    return !number && Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(text).find();
  }

  /**
   * How many layers of the net without the mistake are of this op and have all the sizes that the
   * message quotes, in what arrives, what leaves or their parameters.
   */
  long candidates(Graph net) {
    Set<Long> quoted = sizes();
    return net.layers().stream()
        .filter(node -> node.op().name().equals(op.name()))
        .filter(node -> sizes(net, node).containsAll(quoted))
        .count();
  }

  private Set<Long> sizes() {
    String plain =
        firstLine()
            .replaceAll("dimension \\d+|tensor number \\d+|groups=\\d+|\\dD|conv\\dd|dim \\d+", "");
    return Pattern.compile("\\d+")
        .matcher(plain)
        .results()
        .map(m -> Long.parseLong(m.group()))
        .collect(Collectors.toSet());
  }

  private static Set<Long> sizes(Graph net, Node node) {
    Set<Long> sizes = new HashSet<>(List.of(BATCH));
    Stream.concat(net.inputShapes(node).stream(), Stream.of(node.output()))
        .forEach(shape -> sizes.addAll(shape.dims()));
    net.parameters(node).forEach(parameter -> sizes.addAll(parameter.dims()));
    return sizes;
  }
}
