package dev.specc.lower.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one method of a net reaches the net's tensors. Each module on the way is read once, into a
 * variable: TorchScript keeps a {@code GetAttr} of some kilobytes for each read, in every method
 * that has it or calls one that has it.
 */
final class TensorReads {
  private final ModuleTree modules;
  private final List<String> statements;
  private final Set<String> used;
  private final Map<List<String>, String> variables = new HashMap<>();

  /**
   * @param statements of the method, in the order in which they run; reads of modules come to them
   * @param used the names of the method's variables
   */
  TensorReads(ModuleTree modules, List<String> statements, Set<String> used) {
    this.modules = modules;
    this.statements = statements;
    this.used = used;
  }

  /** The tensor of this name, for the next statement: {@code self_layer1_conv1.weight}. */
  String expression(String name) {
    List<String> place = modules.place(name);
    return Identifiers.attribute(module(place.subList(0, place.size() - 1)), place.getLast());
  }

  private String module(List<String> path) {
    if (path.isEmpty()) {
      return "self";
    }
    String known = variables.get(path);
    if (known != null) {
      return known;
    }
    String parent = module(path.subList(0, path.size() - 1));
    String variable = Identifiers.variable("self." + String.join(".", path), used);
    statements.add(variable + " = " + Identifiers.attribute(parent, path.getLast()));
    variables.put(List.copyOf(path), variable);
    return variable;
  }
}
