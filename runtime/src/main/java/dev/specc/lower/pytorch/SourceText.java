package dev.specc.lower.pytorch;

import dev.specc.lower.pytorch.Expression.Construction;
import dev.specc.lower.pytorch.Expression.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Lays out Python: what does not fit in a line gets a line for each part. */
final class SourceText {
  private static final int WIDTH = 100;
  private static final String STEP = "    ";

  private SourceText() {}

  /**
   * An expression, which may go on over more lines.
   *
   * @param indent of the line where it starts
   * @param before how many characters of that line are taken, with what comes after it
   */
  static String of(Expression expression, int indent, int before) {
    String line = inline(expression);
    boolean several = expression instanceof Sequence s && s.parts().size() > 1;
    if (!several && before + line.length() <= WIDTH) {
      return line;
    }
    return switch (expression) {
      case Construction made ->
          call(
              made.type(),
              made.arguments().stream()
                  .filter(a -> !a.isLeftOut())
                  .map(Argument::toString)
                  .toList(),
              indent);
      case Sequence sequence -> sequence(sequence, indent);
    };
  }

  private static String inline(Expression expression) {
    return switch (expression) {
      case Construction made ->
          made.type()
              + "("
              + String.join(
                  ", ",
                  made.arguments().stream()
                      .filter(a -> !a.isLeftOut())
                      .map(Argument::toString)
                      .toList())
              + ")";
      case Sequence sequence when sequence.numbered() ->
          "nn.Sequential("
              + String.join(
                  ", ", sequence.parts().values().stream().map(SourceText::inline).toList())
              + ")";
      case Sequence sequence ->
          "nn.Sequential(OrderedDict(["
              + String.join(
                  ", ",
                  sequence.parts().entrySet().stream()
                      .map(e -> "(\"%s\", %s)".formatted(e.getKey(), inline(e.getValue())))
                      .toList())
              + "]))";
    };
  }

  private static String sequence(Sequence sequence, int indent) {
    int inner = indent + STEP.length();
    List<String> parts = new ArrayList<>();
    sequence
        .parts()
        .forEach(
            (name, part) -> {
              String start = sequence.numbered() ? "" : "(\"" + name + "\", ";
              String end = sequence.numbered() ? "" : ")";
              int taken = inner + start.length() + end.length() + 1;
              parts.add(start + of(part, inner, taken) + end);
            });
    if (sequence.numbered()) {
      return call("nn.Sequential", parts, indent);
    }
    String entries =
        String.join("", parts.stream().map(p -> " ".repeat(inner) + p + ",\n").toList());
    return "nn.Sequential(OrderedDict([\n" + entries + " ".repeat(indent) + "]))";
  }

  /** A call with an argument on each line. */
  static String call(String function, List<String> arguments, int indent) {
    String lines =
        String.join(
            "",
            arguments.stream().map(a -> " ".repeat(indent + STEP.length()) + a + ",\n").toList());
    return function + "(\n" + lines + " ".repeat(indent) + ")";
  }

  /**
   * A call in one line where it fits, else with an argument on each line.
   *
   * @param before how many characters of the line are taken
   */
  static String wrapped(String function, List<String> arguments, int indent, int before) {
    String line = function + "(" + String.join(", ", arguments) + ")";
    return before + line.length() <= WIDTH ? line : call(function, arguments, indent);
  }
}
