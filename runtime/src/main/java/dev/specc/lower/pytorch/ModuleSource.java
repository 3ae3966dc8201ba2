package dev.specc.lower.pytorch;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.python.PythonIdentifier;
import dev.specc.lower.pytorch.Expression.Sequence;
import dev.specc.lower.pytorch.Member.Leaf;
import dev.specc.lower.pytorch.Member.Level;
import dev.specc.op.LayerScale;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A graph as the source of a PyTorch module, with the graph's {@code state_dict}.
 *
 * <p>Blocks of the spec become classes, whose constructors take what differs from call to call;
 * chains become {@code nn.Sequential}. The net's class has no arguments; its {@code forward} takes
 * the graph's inputs and gives its outputs, and in training the auxiliary heads' after them.
 */
public final class ModuleSource {
  private final Graph graph;
  private final Level root;
  private final Flow.Finder flows;
  private final Blocks blocks;
  private final Fields fields = new Fields();
  private final Map<Level, Flow> flow = new HashMap<>();
  private final Set<Level> opened = new HashSet<>();
  private final Map<Level, Expression> made = new HashMap<>();
  private final Set<String> types = new HashSet<>();

  /** What the first class of a name has. */
  private final Map<String, Set<String>> partsOf = new HashMap<>();

  private final List<String> classes = new ArrayList<>();

  private ModuleSource(Graph graph) {
    this.graph = ConcatChains.shortened(graph);
    this.root = MemberTree.of(this.graph);
    this.flows = new Flow.Finder(this.graph);
    this.blocks = Blocks.of(root);
    types.addAll(SourceFile.IMPORTED);
    for (HelperClass helper : HelperClass.values()) {
      types.add(helper.type());
    }
  }

  /** The text of a Python file. */
  public static String of(Graph graph) {
    return new ModuleSource(graph).text();
  }

  private String text() {
    Map<Integer, List<Level>> byHeight = new TreeMap<>();
    collect(root, byHeight);
    byHeight.values().forEach(this::define);
    return SourceFile.text(graph, classes);
  }

  private void collect(Level level, Map<Integer, List<Level>> byHeight) {
    Flow found = flows.of(level);
    flow.put(level, found);
    opened.addAll(found.opened());
    byHeight.computeIfAbsent(level.height(), h -> new ArrayList<>()).add(level);
    level.levels().forEach(inner -> collect(inner, byHeight));
  }

  /** Levels of one height do not contain each other, so that those alike can share a class. */
  private void define(List<Level> levels) {
    Map<String, Map<Level, ModuleClass.Instance>> alike = new LinkedHashMap<>();
    for (Level level : levels) {
      boolean chain = isSequence(level);
      boolean numbered = isNumbered(level);
      if (chain && level != root && blocks.name(level).isEmpty()) {
        made.put(level, new Sequence(parts(level, true), numbered));
      } else {
        ModuleClass.Instance instance = instance(level, chain && numbered);
        alike
            .computeIfAbsent(
                blocks.name(level) + "\n" + instance.skeleton(), k -> new LinkedHashMap<>())
            .put(level, instance);
      }
    }
    alike.values().forEach(this::define);
  }

  private void define(Map<Level, ModuleClass.Instance> alike) {
    Level first = alike.keySet().iterator().next();
    ModuleClass shared = new ModuleClass(type(first), alike.values().stream().distinct().toList());
    alike.forEach((level, instance) -> made.put(level, shared.construction(instance)));
    classes.add(shared.text(first == root ? SourceFile.docstring(graph) : ""));
  }

  private String type(Level level) {
    String block = blocks.name(level);
    String wanted =
        PythonNames.className(
            level == root ? graph.name() : block.isEmpty() ? level.name() : block);
    String kind = level == root ? "Net" : "Block";
    String plain =
        wanted.isEmpty() ? kind : PythonIdentifier.isValid(wanted) ? wanted : wanted + kind;
    String name = types.contains(plain) ? plain + with(level, plain) : plain;
    partsOf.putIfAbsent(plain, level.members().keySet());
    String free = name;
    for (int i = 2; !types.add(free); i++) {
      free = name + i;
    }
    return free;
  }

  /** What a class has beside the parts of the first of its name: {@code WithDownsample}. */
  private String with(Level level, String type) {
    Set<String> other = partsOf.getOrDefault(type, level.members().keySet());
    List<String> more =
        level.members().keySet().stream()
            .filter(name -> !other.contains(name))
            .map(PythonNames::className)
            .filter(name -> !name.isEmpty())
            .toList();
    return more.size() == 1 ? "With" + more.getFirst() : "";
  }

  private boolean isSequence(Level level) {
    return !opened.contains(level)
        && (level != root || takesAndGivesOne())
        && flow.get(level).opened().isEmpty()
        && flow.get(level).isChain()
        && flow.get(level).items().size() == level.members().size()
        && flow.get(level).items().stream().map(Flow.Item::training).distinct().count() == 1
        && level.members().values().stream().allMatch(this::isModule);
  }

  /** Whether the whole net might be a Sequential: of one value, and nothing more in training. */
  private boolean takesAndGivesOne() {
    return graph.inputs().size() == 1 && graph.outputs().size() == 1 && graph.heads().isEmpty();
  }

  private boolean isModule(Member member) {
    return PythonNames.isFree(member.name())
        && switch (member) {
          case Level level -> true;
          case Leaf leaf -> OpModules.of(leaf.op(), in(leaf)).isPresent();
        };
  }

  private Shape in(Leaf leaf) {
    return graph.inputShapes(leaf.nodes().getFirst()).getFirst();
  }

  /** Whether the names are 0, 1, 2 and so on. */
  private boolean isNumbered(Level level) {
    int expected = 0;
    for (String name : level.members().keySet()) {
      if (!name.equals(Integer.toString(expected++))) {
        return false;
      }
    }
    return true;
  }

  private Map<String, Expression> parts(Level level, boolean all) {
    Map<String, Expression> parts = new LinkedHashMap<>();
    for (Member member : level.members().values()) {
      switch (member) {
        case Level inner -> parts.put(inner.name(), made.get(inner));
        case Leaf leaf -> {
          if (all) {
            parts.put(partName(level, leaf), OpModules.of(leaf.op(), in(leaf)).orElseThrow());
          } else if (fields.has(level, leaf)) {
            parts.put(fields.name(level, leaf), Fields.expression(leaf, in(leaf)));
          }
        }
      }
    }
    return parts;
  }

  /** In a Sequential with names, a number that is in no {@code state_dict} becomes a word. */
  private String partName(Level level, Leaf leaf) {
    return isNumbered(level) || leaf.owns() ? leaf.name() : fields.readable(level, leaf);
  }

  private ModuleClass.Instance instance(Level level, boolean sequential) {
    Flow found = flow.get(level);
    Set<String> parameters = new HashSet<>();
    level.members().values().stream()
        .filter(member -> member instanceof Leaf leaf && leaf.op() instanceof LayerScale)
        .forEach(member -> parameters.add(member.name()));
    boolean silent = sequential || opened.contains(level) || found.items().isEmpty();
    return new ModuleClass.Instance(
        parts(level, sequential),
        parameters,
        sequential,
        silent && level != root || sequential ? "" : forward(level, found),
        channels(found.inputs()),
        channels(found.outputs()));
  }

  private String channels(List<Integer> values) {
    return values.size() == 1
        ? Long.toString(graph.node(values.getFirst()).output().channels())
        : "";
  }

  private String forward(Level level, Flow found) {
    if (level != root) {
      return new ForwardMethod(graph, found, fields, found.outputs(), List.of())
          .text(found.inputs(), names(found.inputs()));
    }
    List<Integer> inputs = graph.inputs().stream().map(Node::id).toList();
    return new ForwardMethod(
            graph,
            found,
            fields,
            graph.outputs().stream().map(Graph.Output::node).toList(),
            graph.heads().stream().map(Graph.Head::node).toList())
        .text(inputs, inputs.size() == 1 ? List.of("x") : inputNames());
  }

  private List<String> inputNames() {
    return graph.inputs().stream().map(n -> PythonNames.variable(n.path())).toList();
  }

  /** Arguments of a part: {@code x}, {@code y} and so on. */
  private static List<String> names(List<Integer> inputs) {
    List<String> names = new ArrayList<>(List.of("x", "y", "z"));
    for (int i = names.size(); i < inputs.size(); i++) {
      names.add("x" + i);
    }
    return names.subList(0, inputs.size());
  }
}
