package dev.specc.transform;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.op.Rearrangement.Slice;
import dev.specc.op.Window;
import dev.specc.transform.DerivedTensor.Concatenated;
import dev.specc.transform.DerivedTensor.Filled;
import dev.specc.transform.DerivedTensor.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Convolutions that slide the same window over the same value, as the 1x1 ones at the start of an
 * Inception module's branches, run as one: their weights one after the other along the output
 * channels, each branch a slice of the result under its convolution's path. Grouped convolutions
 * and those that share parameters stay.
 */
public record BranchMerging() implements Pass {
  /** What convolutions must have in common. */
  private record Site(int input, Window window) {}

  @Override
  public String name() {
    return "branch-merging";
  }

  @Override
  public Rewrite apply(Graph graph) {
    return new Merging(graph).rewrite();
  }

  private static final class Merging {
    private final Graph graph;
    private final GraphRewriter rewriter;

    /** The convolutions to merge, by the id of each of them; in the order of the graph. */
    private final Map<Integer, List<Node>> merged = new HashMap<>();

    private final Map<String, DerivedTensor> tensors = new LinkedHashMap<>();
    private int changes;

    Merging(Graph graph) {
      this.graph = graph;
      this.rewriter = new GraphRewriter(graph);
      sites().values().stream()
          .filter(members -> members.size() > 1)
          .forEach(members -> members.forEach(member -> merged.put(member.id(), members)));
    }

    private Map<Site, List<Node>> sites() {
      Uses uses = Uses.of(graph);
      Map<Site, List<Node>> sites = new LinkedHashMap<>();
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Conv conv
            && conv.groups() == 1
            && !node.training()
            && uses.ownsParameters(node)) {
          sites
              .computeIfAbsent(
                  new Site(node.inputs().getFirst(), conv.window()), s -> new ArrayList<>())
              .add(node);
        }
      }
      return sites;
    }

    Rewrite rewrite() {
      for (Node node : graph.nodes()) {
        List<Node> members = merged.get(node.id());
        if (members == null) {
          rewriter.keep(node);
        } else if (members.getFirst().id() == node.id()) {
          merge(members);
        }
      }
      return new Rewrite(rewriter.finish(), new Derivation(tensors), changes);
    }

    /** At the place of the first; all slices follow at once, since nothing else is needed. */
    private void merge(List<Node> members) {
      changes++;
      boolean biased = members.stream().anyMatch(member -> conv(member).bias());
      long out = members.stream().mapToLong(member -> conv(member).out()).sum();
      Node first = members.getFirst();
      Conv op = new Conv(out, conv(first).window(), 1, biased);
      String path = rewriter.unusedPath(commonLevel(members) + "merged");
      int value = rewriter.add(first, path, op, rewriter.values(first.inputs()));
      tensors.put(path + ".weight", concatenated(members, Merging::weight));
      if (biased) {
        tensors.put(path + ".bias", concatenated(members, Merging::bias));
      }
      long start = 0;
      for (Node member : members) {
        long end = start + conv(member).out();
        rewriter.become(member, new Slice(start, end), List.of(value));
        start = end;
      }
    }

    private static Conv conv(Node node) {
      return (Conv) node.op();
    }

    private static DerivedTensor concatenated(
        List<Node> members, Function<Node, DerivedTensor> part) {
      return new Concatenated(members.stream().map(part).toList());
    }

    private static DerivedTensor weight(Node member) {
      return new Stored(member.parameterPath() + ".weight");
    }

    private static DerivedTensor bias(Node member) {
      return conv(member).bias()
          ? new Stored(member.parameterPath() + ".bias")
          : new Filled(0, List.of(conv(member).out()));
    }
  }

  /** The level that all paths are in, with its dot: {@code inception3a.}; empty for the net. */
  private static String commonLevel(List<Node> nodes) {
    String common = nodes.getFirst().path();
    for (Node node : nodes) {
      while (!node.path().startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    return common.substring(0, common.lastIndexOf('.') + 1);
  }
}
