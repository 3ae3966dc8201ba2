package dev.specc.lower.pytorch;

import dev.specc.lower.pytorch.Expression.Construction;
import dev.specc.lower.pytorch.Expression.Owned;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A class for modules that are alike but for numbers: those that differ are the parameters of its
 * constructor.
 */
final class ModuleClass {
  /**
   * A module that needs a class.
   *
   * @param parts the attributes that its constructor makes
   * @param parameters the names of those that are parameters and no modules
   * @param sequential whether it is a Sequential of the parts
   * @param forward the method; empty where there is none of its own
   * @param in channels that arrive, where it is one value; else empty
   * @param out channels that leave, likewise
   */
  record Instance(
      Map<String, Expression> parts,
      Set<String> parameters,
      boolean sequential,
      String forward,
      String in,
      String out) {
    /** Equal for those that can share a class. */
    String skeleton() {
      StringBuilder text = new StringBuilder(sequential + "\n");
      parts.forEach((name, part) -> text.append(name + " = " + part.skeleton() + "\n"));
      return text.append(forward).toString();
    }

    private List<Owned> arguments() {
      List<Owned> all = new ArrayList<>();
      parts.forEach((name, part) -> all.addAll(part.arguments(name)));
      return all;
    }
  }

  /** A parameter of the constructor and the places where it is passed on. */
  private static final class Parameter {
    private final List<Integer> places = new ArrayList<>();
    private final List<String> column;
    private String name = "";
    private String otherwise;

    Parameter(List<String> column, String otherwise) {
      this.column = column;
      this.otherwise = otherwise;
    }
  }

  private final String type;
  private final List<Instance> instances;
  private final List<List<Owned>> rows;
  private final List<Parameter> parameters;

  ModuleClass(String type, List<Instance> instances) {
    this.type = type;
    this.instances = List.copyOf(instances);
    this.rows = instances.stream().map(Instance::arguments).toList();
    this.parameters = parameters();
    name();
    parameters.sort((a, b) -> Integer.compare(rank(a), rank(b)));
  }

  /** Those to be given by place come first, those that may be left out last. */
  private int rank(Parameter parameter) {
    return !parameter.otherwise.isEmpty() ? 2 : isPositional(parameter) ? 0 : 1;
  }

  private boolean isPositional(Parameter parameter) {
    return parameter.otherwise.isEmpty()
        && argument(parameter.places.getFirst()).meaning() == Argument.Meaning.CHANNELS;
  }

  private Argument argument(int place) {
    return rows.getFirst().get(place).argument();
  }

  private List<String> column(int place) {
    return rows.stream().map(row -> row.get(place).argument().value()).toList();
  }

  /** The default that an argument has wherever it stands; empty where they differ. */
  private String otherwise(int place) {
    Set<String> all = new LinkedHashSet<>();
    rows.forEach(row -> all.add(row.get(place).argument().otherwise()));
    return all.size() == 1 ? all.iterator().next() : "";
  }

  private List<Parameter> parameters() {
    Map<String, Parameter> found = new LinkedHashMap<>();
    for (int place = 0; place < rows.getFirst().size(); place++) {
      List<String> column = column(place);
      if (new LinkedHashSet<>(column).size() > 1) {
        Argument argument = argument(place);
        boolean channels = argument.meaning() == Argument.Meaning.CHANNELS;
        String otherwise = otherwise(place);
        Parameter parameter =
            found.computeIfAbsent(
                (channels ? "" : argument.name()) + column,
                key -> new Parameter(column, otherwise));
        parameter.places.add(place);
        parameter.otherwise = parameter.otherwise.equals(otherwise) ? otherwise : "";
      }
    }
    return new ArrayList<>(found.values());
  }

  /** Names after what arrives and leaves, else after the argument, else after its part too. */
  private void name() {
    List<String> in = instances.stream().map(Instance::in).toList();
    List<String> out = instances.stream().map(Instance::out).toList();
    Set<String> used = new LinkedHashSet<>();
    for (Parameter parameter : parameters) {
      Owned first = rows.getFirst().get(parameter.places.getFirst());
      Argument argument = first.argument();
      boolean channels = argument.meaning() == Argument.Meaning.CHANNELS;
      String wanted =
          !channels || argument.name().equals("groups")
              ? argument.name()
              : parameter.column.equals(in)
                  ? in.equals(out) ? "channels" : "in_channels"
                  : parameter.column.equals(out) ? "out_channels" : owned(parameter) + "_channels";
      String name = used.contains(wanted) ? owner(first) + "_" + argument.name() : wanted;
      String free = name;
      for (int i = 1; !used.add(free); i++) {
        free = name + "_" + i;
      }
      parameter.name = free;
    }
  }

  /** The part that gives these channels, or the first that takes them. */
  private String owned(Parameter parameter) {
    return parameter.places.stream()
        .map(place -> rows.getFirst().get(place))
        .filter(owned -> owned.argument().name().startsWith("out_"))
        .findFirst()
        .map(ModuleClass::owner)
        .orElseGet(() -> owner(rows.getFirst().get(parameter.places.getFirst())));
  }

  private static String owner(Owned owned) {
    String owner = owned.owner();
    return PythonNames.isIdentifier(owner) ? owner : "layer" + owner;
  }

  /** The call that makes an instance. */
  Construction construction(Instance instance) {
    List<Owned> row = rows.get(instances.indexOf(instance));
    return new Construction(
        type,
        parameters.stream()
            .map(
                p -> {
                  Argument like = row.get(p.places.getFirst()).argument();
                  return new Argument(
                      p.name, like.value(), p.otherwise, isPositional(p), like.meaning());
                })
            .toList());
  }

  /** The class. */
  String text(String docstring) {
    boolean sequential = instances.getFirst().sequential;
    StringBuilder text = new StringBuilder();
    text.append("class %s(nn.%s):\n".formatted(type, sequential ? "Sequential" : "Module"));
    text.append(docstring);
    Iterator<Argument> arguments = passedOn().iterator();
    Map<String, Expression> parts = new LinkedHashMap<>();
    instances.getFirst().parts.forEach((name, part) -> parts.put(name, part.with(arguments)));
    if (!parts.isEmpty()) {
      text.append("    " + SourceText.wrapped("def __init__", signature(), 4, 5) + ":\n");
      text.append(sequential ? sequence(parts) : attributes(parts));
    }
    String forward = instances.getFirst().forward;
    if (!forward.isEmpty()) {
      text.append(parts.isEmpty() ? "" : "\n").append(forward.indent(4));
    } else if (parts.isEmpty()) {
      text.append("    pass\n");
    }
    return text.toString();
  }

  private List<String> signature() {
    List<String> signature = new ArrayList<>(List.of("self"));
    parameters.forEach(
        p -> signature.add(p.otherwise.isEmpty() ? p.name : p.name + "=" + p.otherwise));
    return signature;
  }

  /** The arguments with the names of parameters in place of values that differ. */
  private List<Argument> passedOn() {
    List<Argument> all = new ArrayList<>();
    for (int place = 0; place < rows.getFirst().size(); place++) {
      Argument argument = argument(place);
      all.add(otherwise(place).equals(argument.otherwise()) ? argument : argument.withoutDefault());
    }
    parameters.forEach(
        p -> p.places.forEach(place -> all.set(place, all.get(place).withValue(p.name))));
    return all;
  }

  private static String sequence(Map<String, Expression> parts) {
    List<String> lines = parts.values().stream().map(part -> SourceText.of(part, 12, 13)).toList();
    return "        " + SourceText.call("super().__init__", lines, 8) + "\n";
  }

  private String attributes(Map<String, Expression> parts) {
    StringBuilder text = new StringBuilder("        super().__init__()\n");
    parts.forEach(
        (name, part) -> {
          boolean module = !instances.getFirst().parameters.contains(name);
          String[] around = PythonNames.assignment(name, module);
          int taken = 8 + around[0].length() + around[1].length();
          text.append("        " + around[0] + SourceText.of(part, 8, taken) + around[1] + "\n");
        });
    return text.toString();
  }
}
