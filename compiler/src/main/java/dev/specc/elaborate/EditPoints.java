package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.diagnostic.Edit;
import dev.specc.elaborate.Environment.Binding;
import dev.specc.expression.Expr;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The places where an option of a node can be given another value: the option itself, or, where it
 * only passes on a param, the call that set the param or could have.
 */
final class EditPoints {
  private final OptionSource source;

  EditPoints(OptionSource source) {
    this.source = source;
  }

  /** The edits that give an option this value, the most local one first. */
  List<Edit> set(String option, String value) {
    return source
        .argument(option)
        .map(a -> replace(a.value(), source.environment(), value))
        .orElseGet(() -> insert(source.step(), source.arguments(), option, value));
  }

  private static List<Edit> replace(Expr written, Environment environment, String value) {
    if (!(written instanceof Expr.Name name)) {
      return List.of(new Edit(written.span(), value));
    }
    Binding binding = environment.find(name.name()).orElse(null);
    if (binding == null || binding.written() == null || binding.in() == null) {
      return List.of(new Edit(written.span(), value));
    }
    List<Edit> edits = new ArrayList<>();
    if (binding.call() != null) {
      edits.addAll(insert(binding.call().span(), binding.call().arguments(), name.name(), value));
    }
    edits.addAll(replace(binding.written(), binding.in(), value));
    return edits;
  }

  /** The edit that adds an option to a step, in the style of those that it has. */
  private static List<Edit> insert(Span step, List<Argument> present, String option, String value) {
    String text = option + ": " + value;
    if (present.isEmpty()) {
      return bareWord(step) ? List.of(new Edit(step, step.text() + ": {" + text + "}")) : List.of();
    }
    Argument last = present.getLast();
    Span after = last.value().span();
    SourceFile file = after.file();
    Span point = file.span(after.end() + quote(after), after.end() + quote(after));
    int column = last.nameSpan().column() - 1;
    return inBraces(last.nameSpan())
        ? List.of(new Edit(point, ", " + text))
        : List.of(new Edit(point, "\n" + " ".repeat(column) + text));
  }

  /** 1 where the value's span ends before a closing quote. */
  private static int quote(Span value) {
    String text = value.file().text();
    boolean quoted =
        value.end() < text.length()
            && (text.charAt(value.end()) == '"' || text.charAt(value.end()) == '\'');
    return quoted ? 1 : 0;
  }

  private static boolean bareWord(Span step) {
    String text = step.file().text();
    return step.end() >= text.length() || "\r\n #,]".indexOf(text.charAt(step.end())) >= 0;
  }

  private static boolean inBraces(Span name) {
    String text = name.file().text();
    int at = name.start() - 1;
    while (at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == '"')) {
      at--;
    }
    return at >= 0 && (text.charAt(at) == '{' || text.charAt(at) == ',');
  }
}
