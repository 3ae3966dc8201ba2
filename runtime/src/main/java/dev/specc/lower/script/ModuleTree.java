package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.python.PythonIdentifier;
import dev.specc.op.ParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The modules that hold a graph's parameters, nested as the paths are, so that the archive's {@code
 * state_dict} has the names of the graph's. Modules with the same attributes are of one class.
 */
final class ModuleTree {
  /** The class of the whole net, which alone has methods. */
  static final String ROOT = "Net";

  /** What every module has: no path may hide it. */
  private static final Set<String> OF_MODULES = Set.of("training", "forward");

  /** Methods of a net in inference. */
  private static final Set<String> OF_INFERENCE =
      Set.of(WindowSource.PAD_SAME_METHOD, TensorHandover.METHOD);

  /** Those of a net that trains, besides. */
  private static final Set<String> OF_TRAINING =
      Set.of("tensors", "gradients", "step", "update", "zeros");

  private final boolean trains;
  private final Level root = new Level();

  /** The labels of each level's parts, by its path in labels. */
  private final Map<List<String>, Set<String>> labels = new HashMap<>();

  private final Map<String, List<String>> places = new LinkedHashMap<>();

  /** The classes' names by what they declare. */
  private final Map<String, String> classes = new LinkedHashMap<>();

  private final Set<String> classNames = new LinkedHashSet<>(Set.of(ROOT));

  /** A module: its parts by attribute. */
  private static final class Level {
    private final Map<String, Level> children = new LinkedHashMap<>();
    private final Map<String, String> tensors = new LinkedHashMap<>();
    private final Map<String, Boolean> trained = new LinkedHashMap<>();
    private String type = "";
  }

  /** The modules of a net that trains. */
  ModuleTree(Graph graph) {
    this(graph, true);
  }

  /**
   * @param trains whether the net has methods for training, whose names no path keeps then
   */
  ModuleTree(Graph graph, boolean trains) {
    this.trains = trains;
    graph.parameters().keySet().forEach(this::label);
    for (Node node : graph.nodes()) {
      for (ParameterSpec parameter : graph.parameters(node)) {
        String name = node.parameterName(parameter);
        if (!places.containsKey(name)) {
          place(name, parameter.kind().isTrained(), className(node.op().name()));
        }
      }
    }
    root.children.values().forEach(this::nameClass);
  }

  private void label(String name) {
    List<String> parts = List.of(name.split("\\."));
    for (int i = 0; i < parts.size(); i++) {
      labels.computeIfAbsent(parts.subList(0, i), path -> new HashSet<>()).add(parts.get(i));
    }
  }

  /** Walks down the name's levels; the last but one is the layer. */
  private void place(String name, boolean trained, String layerType) {
    List<String> parts = List.of(name.split("\\."));
    Level level = root;
    List<String> place = new ArrayList<>();
    for (int i = 0; i < parts.size() - 1; i++) {
      String attribute = free(parts.subList(0, i), parts.get(i));
      level = level.children.computeIfAbsent(attribute, a -> new Level());
      level.type = level.type.isEmpty() ? className(parts.get(i)) : level.type;
      place.add(attribute);
    }
    if (level != root) {
      level.type = layerType;
    }
    String attribute = free(parts.subList(0, parts.size() - 1), parts.getLast());
    level.tensors.put(attribute, name);
    level.trained.put(attribute, trained);
    place.add(attribute);
    places.put(name, List.copyOf(place));
  }

  /** The attribute of a part: its label, or another that is no part's label either. */
  private String free(List<String> level, String label) {
    // Names with two underscores in front are Python's own, such as __parameters__.
    String attribute = label.startsWith("__") ? "part" + label : label;
    while (isTaken(level, attribute)
        || !attribute.equals(label) && labels.get(level).contains(attribute)) {
      attribute += "_";
    }
    return attribute;
  }

  private boolean isTaken(List<String> level, String attribute) {
    return OF_MODULES.contains(attribute)
        || level.isEmpty()
            && (OF_INFERENCE.contains(attribute) || trains && OF_TRAINING.contains(attribute));
  }

  /** {@code batch_norm} becomes {@code BatchNorm}; what starts with a digit, a {@code Module}. */
  private static String className(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    String type = camel.toString();
    return PythonIdentifier.isValid(type) ? type : "Module" + type;
  }

  /** Names the classes of a module and of those in it; the innermost first. */
  private void nameClass(Level level) {
    level.children.values().forEach(this::nameClass);
    String declaration = declaration(level);
    String wanted = level.type;
    level.type = classes.computeIfAbsent(declaration, d -> Identifiers.unique(wanted, classNames));
  }

  /** Where the tensor of this name is: the attributes on the way from the net, its own the last. */
  List<String> place(String name) {
    return places.get(name);
  }

  /** Every parameter and buffer by its name in the graph, in the graph's order. */
  List<String> names() {
    return List.copyOf(places.keySet());
  }

  /** The classes of what is inside the net, then that of the net with these methods. */
  String source(String methods) {
    StringBuilder source = new StringBuilder();
    classes.forEach(
        (declaration, type) ->
            source.append("class %s(Module):\n%s\n".formatted(type, declaration)));
    return source
        .append("class %s(Module):\n%s".formatted(ROOT, declaration(root)))
        .append(methods)
        .toString();
  }

  private static String declaration(Level level) {
    List<String> lines = new ArrayList<>();
    lines.add("__parameters__ = [" + quoted(level, true) + "]");
    lines.add("__buffers__ = [" + quoted(level, false) + "]");
    Map<String, String> types = new LinkedHashMap<>();
    level.tensors.keySet().forEach(attribute -> types.put(attribute, "Tensor"));
    types.put("training", "bool");
    level.children.forEach((attribute, child) -> types.put(attribute, "__torch__." + child.type));
    if (!types.keySet().stream().allMatch(Identifiers::isValid)) {
      lines.add("__annotations__ = []");
    }
    types.forEach((attribute, type) -> lines.add(Identifiers.declaration(attribute, type)));
    return lines.stream().map(line -> "  " + line + "\n").collect(joining());
  }

  private static String quoted(Level level, boolean trained) {
    return level.tensors.keySet().stream()
        .filter(attribute -> level.trained.get(attribute) == trained)
        .map(attribute -> "\"" + attribute + "\", ")
        .collect(joining());
  }

  /** The net with its tensors. */
  ScriptModule module(Function<String, ScriptTensor> tensors) {
    return module(root, ROOT, tensors);
  }

  private static ScriptModule module(
      Level level, String type, Function<String, ScriptTensor> tensors) {
    Map<String, ScriptModule> children = new LinkedHashMap<>();
    level.children.forEach((name, child) -> children.put(name, module(child, child.type, tensors)));
    Map<String, ScriptTensor> own = new LinkedHashMap<>();
    level.tensors.forEach((attribute, name) -> own.put(attribute, tensors.apply(name)));
    return new ScriptModule(type, children, own);
  }
}
