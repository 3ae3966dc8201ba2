package dev.specc.lower.script;

import dev.specc.op.Pair;
import dev.specc.op.Shape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One node about to be written: the expressions of what it takes, and where to say more. */
final class Call {
  /** Methods of the module that nodes call, besides libtorch's functions. */
  enum Helper {
    PAD_SAME
  }

  private final String name;
  private final List<String> inputs;
  private final List<Shape> shapes;
  private final List<String> parameters;
  private final boolean training;
  private final List<String> statements;
  private final Set<String> used;
  private final Set<Helper> helpers;

  /**
   * @param name the variable that the node's value gets
   * @param inputs variables
   * @param shapes of the inputs for one example, as the spec gives them
   * @param parameters expressions of what the node owns, in the order of its parameters
   * @param statements of the method, which the call may add to
   * @param used the names of the method's variables
   * @param helpers that the method needs, which the call may add to
   */
  Call(
      String name,
      List<String> inputs,
      List<Shape> shapes,
      List<String> parameters,
      boolean training,
      List<String> statements,
      Set<String> used,
      Set<Helper> helpers) {
    this.name = name;
    this.inputs = inputs;
    this.shapes = shapes;
    this.parameters = parameters;
    this.training = training;
    this.statements = statements;
    this.used = used;
    this.helpers = helpers;
  }

  /** The variable of the node's value. */
  String name() {
    return name;
  }

  /** The first input. */
  String x() {
    return inputs.getFirst();
  }

  List<String> inputs() {
    return inputs;
  }

  /** The first input's shape in the spec; height and width may be others at run time. */
  Shape shape() {
    return shapes.getFirst();
  }

  String parameter(int i) {
    return parameters.get(i);
  }

  /** The parameter at this place, or None where the node owns fewer. */
  String parameterOrNone(int i) {
    return i < parameters.size() ? parameters.get(i) : "None";
  }

  boolean training() {
    return training;
  }

  /** Gives an intermediate value a name of its own. */
  String let(String suffix, String expression) {
    String variable = unused(suffix);
    say(variable, expression);
    return variable;
  }

  /** A name for an intermediate value that nothing has. */
  String unused(String suffix) {
    return Identifiers.unique(name + "_" + suffix, used);
  }

  /**
   * @param variables one, or several that each end in a comma
   */
  void say(String variables, String expression) {
    statements.add(variables + " = " + expression);
  }

  /** Runs what changes a tensor. */
  void run(String expression) {
    statements.add(expression);
  }

  void needs(Helper helper) {
    helpers.add(helper);
  }

  static Set<Helper> noHelpers() {
    return new TreeSet<>();
  }

  static String list(Pair pair) {
    return "[" + pair.height() + ", " + pair.width() + "]";
  }

  static String bool(boolean value) {
    return value ? "True" : "False";
  }

  static String number(double value) {
    return value == Double.NEGATIVE_INFINITY ? "-inf" : Double.toString(value);
  }
}
