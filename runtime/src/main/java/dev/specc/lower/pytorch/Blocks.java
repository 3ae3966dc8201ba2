package dev.specc.lower.pytorch;

import dev.specc.graph.Frame;
import dev.specc.graph.Node;
import dev.specc.lower.pytorch.Member.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which levels are calls of the spec's blocks. */
final class Blocks {
  /** What a block call's {@link Frame} says after the block's name. */
  private static final String CALLED = ", called";

  private final Map<Level, String> names = new HashMap<>();

  private Blocks() {}

  static Blocks of(Level root) {
    Blocks blocks = new Blocks();
    blocks.walk(root, 0);
    return blocks;
  }

  /** The name of the block; empty where the level is none. */
  String name(Level level) {
    return names.getOrDefault(level, "");
  }

  /**
   * @param outer how many frames the level around has entered
   */
  private void walk(Level level, int outer) {
    List<Frame> common = common(level.nodes());
    boolean passes = level.members().size() == 1 && level.levels().size() == 1;
    if (!passes) {
      common.stream()
          .skip(outer)
          .map(Frame::what)
          .filter(what -> what.endsWith(CALLED))
          .findFirst()
          .ifPresent(w -> names.put(level, w.substring(0, w.length() - CALLED.length())));
    }
    int entered = passes ? outer : Math.max(outer, common.size());
    level.levels().forEach(inner -> walk(inner, entered));
  }

  /** The frames that all of the nodes have in common, the outermost first. */
  private static List<Frame> common(List<Node> nodes) {
    List<Frame> common = frames(nodes.getFirst());
    for (Node node : nodes) {
      List<Frame> other = frames(node);
      int same = 0;
      while (same < Math.min(common.size(), other.size()) && common.get(same) == other.get(same)) {
        same++;
      }
      common = common.subList(0, same);
    }
    return common;
  }

  private static List<Frame> frames(Node node) {
    List<Frame> frames = new ArrayList<>();
    for (Frame f = node.origin().frame(); f != null; f = f.outer()) {
      frames.addFirst(f);
    }
    return frames;
  }
}
