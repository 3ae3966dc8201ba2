package dev.specc.lower.pytorch;

import dev.specc.lower.pytorch.Member.Leaf;
import dev.specc.lower.pytorch.Member.Level;
import dev.specc.op.LayerScale;
import dev.specc.op.Shape;
import java.util.HashMap;
import java.util.Map;

/** Which ops of a module with a {@code forward} are attributes, and what those are called. */
final class Fields {
  private final Map<Level, Map<Leaf, String>> names = new HashMap<>();
  private final Map<Level, Map<Leaf, String>> inSequences = new HashMap<>();

  private Map<Leaf, String> of(Level level) {
    return names.computeIfAbsent(level, Fields::choose);
  }

  private static Map<Leaf, String> choose(Level level) {
    Map<Leaf, String> chosen = new HashMap<>();
    for (Member member : level.members().values()) {
      if (member instanceof Leaf leaf && (leaf.owns() || !OpExpressions.isExpression(leaf.op()))) {
        chosen.put(leaf, leaf.owns() ? leaf.name() : readable(level, leaf, chosen));
      }
    }
    return chosen;
  }

  /** No {@code state_dict} has the name, so a number may become a word. */
  private static String readable(Level level, Leaf leaf, Map<Leaf, String> chosen) {
    String name = leaf.name();
    if (PythonNames.isIdentifier(name) && PythonNames.isFree(name)) {
      return name;
    }
    String word = leaf.op().name();
    String free = word;
    for (int i = 1; level.members().containsKey(free) || chosen.containsValue(free); i++) {
      free = word + "_" + i;
    }
    return free;
  }

  /** What an op without parameters is called in a Sequential that has names. */
  String readable(Level level, Leaf leaf) {
    Map<Leaf, String> chosen = inSequences.computeIfAbsent(level, l -> new HashMap<>());
    return chosen.computeIfAbsent(leaf, l -> readable(level, l, Map.copyOf(chosen)));
  }

  boolean has(Level level, Leaf leaf) {
    return of(level).containsKey(leaf);
  }

  String name(Level level, Leaf leaf) {
    return of(level).get(leaf);
  }

  /** What makes the attribute. */
  static Expression expression(Leaf leaf, Shape in) {
    if (leaf.op() instanceof LayerScale scale) {
      return Expression.of(
          HelperClass.LAYER_SCALE.type(),
          Argument.channels("channels", in.channels()),
          Argument.option("dims", in.isMap() ? "2" : "0", ""),
          Argument.option("init", OpModules.number(scale.init()), ""));
    }
    return OpModules.of(leaf.op(), in).orElseThrow();
  }
}
