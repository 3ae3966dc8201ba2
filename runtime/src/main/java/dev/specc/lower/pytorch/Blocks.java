package dev.specc.lower.pytorch;

import dev.specc.graph.Frame;
import dev.specc.graph.Node;
import dev.specc.lower.pytorch.Member.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which levels are calls of the spec's blocks.
 *
 * <p>A call has one level: its label, or its number. Where levels hold nothing but each other, as a
 * branch of a single call does, the call is the level that is named so, and no other.
 */
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
    List<Frame> entered = common.subList(Math.min(outer, common.size()), common.size());
    List<Frame> calls = entered.stream().filter(Blocks::isCall).toList();
    boolean is = !calls.isEmpty() && (!holds(level) || isNamed(level, entered, calls));
    if (is) {
      Frame call = calls.getFirst();
      names.put(level, call.what().substring(0, call.what().length() - CALLED.length()));
    }
    int inside =
        !holds(level)
            ? Math.max(outer, common.size())
            : is ? common.indexOf(calls.getFirst()) + 1 : outer;
    level.levels().forEach(inner -> walk(inner, inside));
  }

  private static boolean isCall(Frame frame) {
    return frame.what().endsWith(CALLED);
  }

  /** Whether it has one part, which has parts itself: both then have the same frames. */
  private static boolean holds(Level level) {
    return level.members().size() == 1 && level.levels().size() == 1;
  }

  /** Whether the first of the calls has this level, and not one that the level holds. */
  private static boolean isNamed(Level level, List<Frame> entered, List<Frame> calls) {
    if (!isNumber(level)) {
      return label(calls.getFirst()).equals(level.name());
    }
    return label(calls.getFirst()).isEmpty() && !isIteration(level, entered, calls);
  }

  /**
   * Whether a level with a number is an iteration of a labelled {@code repeat}, and no call: then
   * there are more numbers than calls to have them.
   */
  private static boolean isIteration(Level level, List<Frame> entered, List<Frame> calls) {
    int numbers = 1;
    Level inner = level;
    while (holds(inner)) {
      inner = inner.levels().getFirst();
      numbers += isNumber(inner) ? 1 : 0;
    }
    return !isCall(entered.getFirst())
        && numbers > calls.stream().filter(call -> label(call).isEmpty()).count();
  }

  private static boolean isNumber(Level level) {
    return !level.name().isEmpty() && level.name().chars().allMatch(Character::isDigit);
  }

  /** The detail is {@code label: out = 5}, or one of the two, or nothing. */
  private static String label(Frame call) {
    String[] halves = call.detail().split(" = ", 2);
    int colon = halves[0].indexOf(": ");
    return halves.length == 1 ? halves[0] : colon < 0 ? "" : halves[0].substring(0, colon);
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
