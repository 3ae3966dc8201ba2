package dev.specc.features;

import dev.specc.data.DataException;
import dev.specc.diagnostic.Suggestion;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds nodes that a user names. */
public final class NodeChoice {
  private static final int MOST_LISTED = 12;

  private NodeChoice() {}

  /**
   * The node of a path. The path of a block means its last node.
   *
   * @throws DataException where there is neither, with the closest path
   */
  public static Node of(Graph graph, String path) {
    return graph.nodes().stream()
        .filter(n -> n.path().equals(path) || n.path().startsWith(path + "."))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new DataException(unknown(graph, path)));
  }

  /**
   * The same for a node that gives feature maps.
   *
   * @throws DataException where it gives something else
   */
  public static Node ofMaps(Graph graph, String path) {
    Node node = of(graph, path);
    if (!node.output().isMap()) {
      throw new DataException(
          "%s gives %s, no feature maps [C, H, W]".formatted(node.path(), node.output()));
    }
    return node;
  }

  /** The last node that gives maps larger than one pixel: what Grad-CAM looks at, as a rule. */
  public static Optional<Node> lastMaps(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.output().isMap() && n.output().height() * n.output().width() > 1)
        .filter(n -> !n.training())
        .reduce((first, second) -> second);
  }

  /** The first convolution. */
  public static Optional<Node> firstConv(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof Conv).findFirst();
  }

  private static String unknown(Graph graph, String path) {
    Set<String> known = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      for (int dot = node.path().indexOf('.'); dot > 0; dot = node.path().indexOf('.', dot + 1)) {
        known.add(node.path().substring(0, dot));
      }
      known.add(node.path());
    }
    List<String> first = known.stream().filter(p -> !p.contains(".")).limit(MOST_LISTED).toList();
    return "%s has no node `%s`; ".formatted(graph.name(), path)
        + Suggestion.question(path, known)
            .orElse(
                "`specc shapes` lists them all: "
                    + String.join(", ", first)
                    + (first.size() == MOST_LISTED ? ", ..." : ""));
  }
}
