package dev.specc.lower.pytorch;

import dev.specc.graph.Frame;
import dev.specc.graph.Node;
import dev.specc.lower.pytorch.Member.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which levels are calls of the spec's blocks. */
final class Blocks {
  /** What a block call's {@link Frame} says after the block's name. */
  private static final String CALLED = ", called";

  private final Map<Level, String> names = new HashMap<>();

  /** What blocks consist of, as far as a call shows it. */
  private final Map<String, Set<String>> parts = new HashMap<>();

  private Blocks() {}

  static Blocks of(Level root) {
    Blocks blocks = new Blocks();
    blocks.walk(root, 0, false);
    blocks.names.forEach(
        (level, name) ->
            blocks
                .parts
                .computeIfAbsent(name, n -> new HashSet<>())
                .addAll(level.members().keySet()));
    blocks.walk(root, 0, true);
    return blocks;
  }

  /** The name of the block; empty where the level is none. */
  String name(Level level) {
    return names.getOrDefault(level, "");
  }

  /**
   * @param outer how many frames the level around has entered
   * @param known whether the parts of blocks are known: those tell whether a level with one part is
   *     the block, or the part is
   */
  private void walk(Level level, int outer, boolean known) {
    List<Frame> common = common(level.nodes());
    Optional<String> block =
        common.stream()
            .skip(outer)
            .map(Frame::what)
            .filter(what -> what.endsWith(CALLED))
            .map(what -> what.substring(0, what.length() - CALLED.length()))
            .findFirst();
    boolean holds = level.members().size() == 1 && level.levels().size() == 1;
    boolean is = block.isPresent() && (!holds || known && has(block.get(), level));
    names.remove(level);
    if (is) {
      names.put(level, block.get());
    }
    int entered = is || !holds ? Math.max(outer, common.size()) : outer;
    level.levels().forEach(inner -> walk(inner, entered, known));
  }

  private boolean has(String block, Level level) {
    return parts.getOrDefault(block, Set.of()).containsAll(level.members().keySet());
  }

  /** The frames that all of the nodes have in common, the outermost first; none of no nodes. */
  private static List<Frame> common(List<Node> nodes) {
    if (nodes.isEmpty()) {
      return List.of();
    }
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
