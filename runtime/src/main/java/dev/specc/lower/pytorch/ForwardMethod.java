package dev.specc.lower.pytorch;

import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.pytorch.Flow.Item;
import dev.specc.lower.pytorch.Member.Leaf;
import dev.specc.lower.pytorch.Member.Level;
import dev.specc.op.Join.Concat;
import dev.specc.op.LayerScale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@code forward}: a statement for each part, with few variables. */
final class ForwardMethod {
  private final Graph graph;
  private final Flow flow;
  private final Fields fields;

  /** What the method returns, by node. */
  private final List<Integer> returned;

  /** What it returns besides in training. */
  private final List<Integer> heads;

  private final Map<Integer, String> variables = new HashMap<>();
  private final Map<Integer, Integer> lastUse = new HashMap<>();

  ForwardMethod(
      Graph graph, Flow flow, Fields fields, List<Integer> returned, List<Integer> heads) {
    this.graph = graph;
    this.flow = flow;
    this.fields = fields;
    this.returned = returned;
    this.heads = heads;
    for (int i = 0; i < flow.items().size(); i++) {
      for (int input : flow.items().get(i).inputs()) {
        lastUse.put(input, i);
      }
    }
    returned.forEach(value -> lastUse.put(value, Integer.MAX_VALUE));
    heads.forEach(value -> lastUse.put(value, Integer.MAX_VALUE));
  }

  private record Statement(List<String> targets, String function, List<String> arguments) {
    String text(int indent) {
      String start = targets.isEmpty() ? "" : String.join(", ", targets) + " = ";
      return start + call(indent, start.length());
    }

    /** A function with its arguments, or an expression that has none to wrap. */
    String call(int indent, int before) {
      return arguments.isEmpty()
          ? function
          : SourceText.wrapped(function, arguments, indent, indent + before);
    }

    /** Whether it would give a variable its own value. */
    boolean isIdle() {
      return arguments.isEmpty() && targets.equals(List.of(function));
    }
  }

  /**
   * The lines of the method, from {@code def} on, not indented.
   *
   * @param inputs the nodes of its arguments, in order
   * @param names what they are called
   */
  String text(List<Integer> inputs, List<String> names) {
    for (int i = 0; i < inputs.size(); i++) {
      variables.put(inputs.get(i), names.get(i));
    }
    List<Statement> plain = new ArrayList<>();
    List<Statement> training = new ArrayList<>();
    for (int i = 0; i < flow.items().size(); i++) {
      Item item = flow.items().get(i);
      Statement statement = statement(item, i);
      if (!statement.isIdle()) {
        (item.training() && !heads.isEmpty() ? training : plain).add(statement);
      }
    }
    StringBuilder text =
        new StringBuilder("def forward(self, %s):\n".formatted(String.join(", ", names)));
    if (heads.isEmpty()) {
      lines(text, plain, returned, 4);
      return text.toString();
    }
    plain.forEach(s -> text.append("    ").append(s.text(4)).append("\n"));
    text.append("    if self.training:\n");
    List<Integer> all = new ArrayList<>(returned);
    all.addAll(heads);
    lines(text, training, all, 8);
    text.append("    return ").append(tuple(returned)).append("\n");
    return text.toString();
  }

  /** The statements and the return, which takes the place of the last one where it can. */
  private void lines(
      StringBuilder text, List<Statement> statements, List<Integer> results, int indent) {
    String result = tuple(results);
    String space = " ".repeat(indent);
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      if (i == statements.size() - 1 && statement.targets.equals(List.of(result))) {
        text.append(space).append("return ").append(statement.call(indent, 7)).append("\n");
        return;
      }
      text.append(space).append(statement.text(indent)).append("\n");
    }
    text.append(space).append("return ").append(result).append("\n");
  }

  private String tuple(List<Integer> values) {
    return String.join(", ", values.stream().map(variables::get).toList());
  }

  private Statement statement(Item item, int position) {
    List<String> arguments =
        switch (item.member()) {
          case Leaf leaf -> item.nodes().getFirst().inputs().stream().map(variables::get).toList();
          case Level level -> item.inputs().stream().map(variables::get).toList();
        };
    List<String> targets = new ArrayList<>();
    for (int output : item.outputs()) {
      String name = name(item, output, position);
      variables.put(output, name);
      targets.add(name);
    }
    return switch (item.member()) {
      case Leaf leaf -> leaf(item, leaf, targets, arguments);
      case Level level ->
          new Statement(targets, PythonNames.attribute(item.owner(), level.name()), arguments);
    };
  }

  private Statement leaf(Item item, Leaf leaf, List<String> targets, List<String> arguments) {
    Node node = item.nodes().getFirst();
    if (fields.has(item.holder(), leaf)) {
      String field = PythonNames.attribute(item.owner(), fields.name(item.holder(), leaf));
      return node.op() instanceof LayerScale
          ? new Statement(targets, arguments.getFirst() + " * " + field, List.of())
          : new Statement(targets, field, arguments);
    }
    if (node.op() instanceof Concat) {
      String values = "[" + String.join(", ", arguments) + "]";
      return new Statement(targets, "torch.cat", List.of(values, "dim=1"));
    }
    String expression = OpExpressions.of(node.op(), graph.inputShapes(node).getFirst(), arguments);
    return new Statement(targets, expression, List.of());
  }

  /**
   * A variable that holds nothing any more, or a new one: {@code x} where it is free, the input's
   * own where it ends here, {@code out} beside it, else the part's name.
   */
  private String name(Item item, int output, int position) {
    Set<String> alive = new HashSet<>();
    variables.forEach(
        (value, variable) -> {
          if (lastUse.getOrDefault(value, -1) > position) {
            alive.add(variable);
          }
        });
    List<String> candidates = new ArrayList<>();
    String label = item.member().name();
    boolean labelled = PythonNames.isIdentifier(label) && PythonNames.variable(label).equals(label);
    if (labelled
        && (item.outputs().size() > 1
            || isJoinedLater(item, output, position)
            || isHead(item, output))) {
      candidates.add(label);
    }
    candidates.add("x");
    item.inputs().stream()
        .filter(input -> lastUse.get(input) == position)
        .findFirst()
        .ifPresent(input -> candidates.add(variables.get(input)));
    candidates.add("out");
    candidates.add(labelled ? label : PythonNames.variable(graph.node(output).op().name()));
    for (String candidate : candidates) {
      if (!alive.contains(candidate)) {
        return candidate;
      }
    }
    String last = candidates.getLast();
    int number = 1;
    while (alive.contains(last + "_" + number)) {
      number++;
    }
    return last + "_" + number;
  }

  /** Whether it is an auxiliary head's, or one takes it beside the net itself. */
  private boolean isHead(Item item, int output) {
    int last = lastUse.getOrDefault(output, -1);
    return !heads.isEmpty()
        && (item.training()
            || last >= 0 && last < flow.items().size() && flow.items().get(last).training());
  }

  /** Whether a module's value waits for others to be joined with. */
  private boolean isJoinedLater(Item item, int output, int position) {
    int last = lastUse.getOrDefault(output, -1);
    return item.member() instanceof Level
        && last != Integer.MAX_VALUE
        && last > position
        && flow.items().get(last).inputs().size() > 1;
  }
}
