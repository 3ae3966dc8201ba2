package dev.specc.lower.pytorch;

import dev.specc.graph.Node;
import dev.specc.op.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A module in the tree that the paths of a net make. */
sealed interface Member {
  /** The last part of its path; empty for the net. */
  String name();

  /** The nodes that it computes, itself or in its parts. */
  List<Node> nodes();

  /**
   * One op, with a node for each time it is called.
   *
   * @param owns whether it has parameters or buffers, so that its name matters
   */
  record Leaf(String name, boolean owns, List<Node> nodes) implements Member {
    Leaf named(String other) {
      return new Leaf(other, owns, nodes);
    }

    Op op() {
      return nodes.getFirst().op();
    }
  }

  /** A module of modules. */
  final class Level implements Member {
    private final String name;
    private final Map<String, Member> members = new LinkedHashMap<>();

    Level(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    Map<String, Member> members() {
      return members;
    }

    List<Level> levels() {
      return members.values().stream()
          .filter(Level.class::isInstance)
          .map(Level.class::cast)
          .toList();
    }

    @Override
    public List<Node> nodes() {
      List<Node> nodes = new ArrayList<>();
      members.values().forEach(member -> nodes.addAll(member.nodes()));
      nodes.sort((a, b) -> Integer.compare(a.id(), b.id()));
      return nodes;
    }

    /** 0 where it has leaves only. */
    int height() {
      return levels().stream().mapToInt(level -> level.height() + 1).max().orElse(0);
    }
  }
}
