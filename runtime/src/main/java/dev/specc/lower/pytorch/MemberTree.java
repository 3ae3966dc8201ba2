package dev.specc.lower.pytorch;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.pytorch.Member.Leaf;
import dev.specc.lower.pytorch.Member.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nests a graph's nodes as their paths are: the names of its {@code state_dict}. */
final class MemberTree {
  private MemberTree() {}

  static Level of(Graph graph) {
    Level root = new Level("");
    for (Node node : graph.layers()) {
      boolean owns = !graph.parameters(node).isEmpty();
      String[] parts = (owns ? node.parameterPath() : node.path()).split("\\.");
      Level level = root;
      for (int i = 0; i < parts.length - 1; i++) {
        level = level(level, parts[i]);
      }
      leaf(level, parts[parts.length - 1], owns).nodes().add(node);
    }
    collapse(root);
    return root;
  }

  private static Level level(Level parent, String name) {
    return switch (parent.members().computeIfAbsent(name, Level::new)) {
      case Level level -> level;
      case Leaf leaf -> {
        // An op without parameters gives way: its name is in no state_dict.
        Level level = new Level(name);
        parent.members().put(name, level);
        parent.members().put(name + "_op", leaf.named(name + "_op"));
        yield level;
      }
    };
  }

  private static Leaf leaf(Level level, String wanted, boolean owns) {
    String name = wanted;
    if (level.members().get(name) instanceof Level) {
      name = wanted + "_op";
    }
    String free = name;
    return (Leaf) level.members().computeIfAbsent(free, n -> new Leaf(n, owns, new ArrayList<>()));
  }

  /** A level around a single op without parameters is that op. */
  private static void collapse(Level level) {
    Map<String, Member> members = new LinkedHashMap<>(level.members());
    members.forEach(
        (name, member) -> {
          if (member instanceof Level inner) {
            collapse(inner);
            List<Member> parts = List.copyOf(inner.members().values());
            if (parts.size() == 1 && parts.getFirst() instanceof Leaf leaf && !leaf.owns()) {
              level.members().put(name, leaf.named(name));
            }
          }
        });
  }
}
