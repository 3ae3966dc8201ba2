package dev.specc.lower.pytorch;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.pytorch.Member.Leaf;
import dev.specc.lower.pytorch.Member.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * In which order the parts of a module run, and what each takes and gives.
 *
 * <p>A part that cannot run as one, since something between its first and its last op belongs to
 * others, is opened: its ops run in the module around it.
 *
 * @param items in order; those of auxiliary heads last
 * @param inputs values from outside, by node
 * @param outputs values that others take, by node
 * @param opened the levels below that do not run as one
 */
record Flow(List<Item> items, List<Integer> inputs, List<Integer> outputs, Set<Level> opened) {
  /**
   * A part that runs as one: a single call.
   *
   * @param holder the level that the part is in
   * @param owner how a method of the module reaches that level: {@code self}
   */
  record Item(
      Member member,
      Level holder,
      String owner,
      List<Node> nodes,
      List<Integer> inputs,
      List<Integer> outputs) {
    boolean training() {
      return nodes.getFirst().training();
    }
  }

  /** Finds the flow of each level of one graph. */
  static final class Finder {
    private final Graph graph;
    private final BitSet needed = new BitSet();
    private final List<Set<Integer>> users = new ArrayList<>();
    private final Set<Integer> results = new LinkedHashSet<>();

    Finder(Graph graph) {
      this.graph = graph;
      graph.outputs().forEach(output -> results.add(output.node()));
      graph.heads().forEach(head -> results.add(head.node()));
      results.forEach(needed::set);
      graph.nodes().forEach(node -> users.add(new HashSet<>()));
      for (Node node : graph.nodes().reversed()) {
        if (needed.get(node.id())) {
          node.inputs().forEach(needed::set);
          node.inputs().forEach(input -> users.get(input).add(node.id()));
        }
      }
    }

    Flow of(Level level) {
      Set<Level> opened = new HashSet<>();
      while (true) {
        List<Item> items = new ArrayList<>();
        collect(level, "self", opened, items);
        List<Item> ordered = ordered(items);
        if (ordered.size() == items.size()) {
          List<Node> nodes = needed(level.nodes());
          return new Flow(ordered, inputs(nodes), outputs(nodes), opened);
        }
        entangled(items.stream().filter(item -> !ordered.contains(item)).toList()).stream()
            .filter(item -> item.member instanceof Level)
            .forEach(item -> opened.add((Level) item.member));
      }
    }

    private void collect(Level level, String owner, Set<Level> opened, List<Item> items) {
      for (Member member : level.members().values()) {
        switch (member) {
          case Leaf leaf ->
              needed(leaf.nodes()).forEach(n -> items.add(item(leaf, level, owner, List.of(n))));
          case Level inner -> {
            List<Node> nodes = needed(inner.nodes());
            boolean mixed = nodes.stream().map(Node::training).distinct().count() > 1;
            if (mixed || opened.contains(inner)) {
              opened.add(inner);
              collect(inner, PythonNames.attribute(owner, inner.name()), opened, items);
            } else if (!nodes.isEmpty()) {
              items.add(item(inner, level, owner, nodes));
            }
          }
        }
      }
    }

    private List<Node> needed(List<Node> nodes) {
      return nodes.stream().filter(node -> needed.get(node.id())).toList();
    }

    private Item item(Member member, Level holder, String owner, List<Node> nodes) {
      return new Item(member, holder, owner, nodes, inputs(nodes), outputs(nodes));
    }

    /** What the nodes take from others, in the order of its first use. */
    private static List<Integer> inputs(List<Node> nodes) {
      Set<Integer> inside = new HashSet<>();
      nodes.forEach(node -> inside.add(node.id()));
      Set<Integer> inputs = new LinkedHashSet<>();
      nodes.forEach(
          node -> node.inputs().stream().filter(i -> !inside.contains(i)).forEach(inputs::add));
      return List.copyOf(inputs);
    }

    private List<Integer> outputs(List<Node> nodes) {
      Set<Integer> inside = new HashSet<>();
      nodes.forEach(node -> inside.add(node.id()));
      return nodes.stream()
          .map(Node::id)
          .filter(id -> results.contains(id) || !inside.containsAll(users.get(id)))
          .toList();
    }

    /** As many as can run one after the other. */
    private List<Item> ordered(List<Item> items) {
      Set<Integer> known = new HashSet<>();
      Set<Integer> inside = new HashSet<>();
      items.forEach(item -> item.nodes.forEach(node -> inside.add(node.id())));
      List<Item> waiting = new ArrayList<>(items);
      waiting.sort(
          Comparator.comparing(Item::training).thenComparing(i -> i.nodes.getFirst().id()));
      List<Item> ordered = new ArrayList<>();
      for (int i = 0; i < waiting.size(); ) {
        Item item = waiting.get(i);
        if (item.inputs.stream().allMatch(in -> known.contains(in) || !inside.contains(in))) {
          waiting.remove(i);
          ordered.add(item);
          known.addAll(item.outputs);
          i = 0;
        } else {
          i++;
        }
      }
      return ordered;
    }

    /** Those that wait for each other, without those that only wait for them. */
    private static List<Item> entangled(List<Item> waiting) {
      List<Item> left = new ArrayList<>(waiting);
      int before;
      do {
        before = left.size();
        for (Item item : waiting.reversed()) {
          if (left.stream().noneMatch(other -> takes(other, item))) {
            left.remove(item);
          }
        }
      } while (left.size() < before);
      return left;
    }

    private static boolean takes(Item taker, Item giver) {
      return taker.inputs.stream().anyMatch(giver.outputs::contains);
    }

    Graph graph() {
      return graph;
    }
  }

  /** Whether each part takes what the one before gives, and nothing else. */
  boolean isChain() {
    for (int i = 1; i < items.size(); i++) {
      if (!items.get(i).inputs.equals(items.get(i - 1).outputs)) {
        return false;
      }
    }
    return !items.isEmpty()
        && items.stream().allMatch(i -> i.inputs.size() == 1 && i.outputs.size() == 1)
        && inputs.equals(items.getFirst().inputs)
        && outputs.equals(items.getLast().outputs);
  }
}
