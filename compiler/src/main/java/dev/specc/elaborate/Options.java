package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.Arguments;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Suggestion;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the options of one op by name and kind. After a mistake it goes on with a stand-in, so that
 * every mistake of the op is found, and {@link #failed} tells.
 */
final class Options {
  /** No size, stride or channel count of an option is larger. */
  private static final long MAX = Window.MAX_OPTION;

  private static final List<String> PADDING = List.of("same", "valid");

  private final String op;
  private final Span span;
  private final boolean complete;
  private final Map<String, Argument> arguments = new HashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Numbers numbers;
  private final Diagnostics diagnostics;
  private final List<Diagnostic> missing = new ArrayList<>();
  private boolean failed;

  Options(String op, Span span, Arguments arguments, Numbers numbers, Diagnostics diagnostics) {
    this.op = op;
    this.span = span;
    this.complete = arguments.complete();
    this.numbers = numbers;
    this.diagnostics = diagnostics;
    arguments.given().forEach(a -> this.arguments.put(a.name(), a));
  }

  /** Whether an option is missing, wrong or unknown, so that the op cannot be built. */
  boolean failed() {
    return failed || !complete;
  }

  boolean has(String name) {
    known.add(name);
    return arguments.containsKey(name);
  }

  /** A whole number of at least {@code min} that must be there. */
  long whole(String name, long min) {
    return has(name) ? readWhole(name, min) : missing(name, Math.max(min, 1));
  }

  long whole(String name, long min, long otherwise) {
    return has(name) ? readWhole(name, min) : otherwise;
  }

  private long readWhole(String name, long min) {
    return orFail(numbers.whole(value(name), quoted(name), min, MAX), Math.max(min, 1));
  }

  double real(String name, double min, double max, double otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    var read = numbers.real(value(name), quoted(name), min, max);
    failed |= read.isEmpty();
    return read.orElse(otherwise);
  }

  double real(String name, double min, double max) {
    return has(name) ? real(name, min, max, min) : missing(name, 0);
  }

  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    var read = numbers.flag(value(name), quoted(name));
    failed |= read.isEmpty();
    return read.orElse(otherwise);
  }

  /** One number for both axes or a list of two, that must be there. */
  Pair pair(String name, long min) {
    return has(name) ? readPair(name, min) : Pair.both(missing(name, Math.max(min, 1)));
  }

  Pair pair(String name, long min, Pair otherwise) {
    return has(name) ? readPair(name, min) : otherwise;
  }

  private Pair readPair(String name, long min) {
    List<Long> read = wholes(name, min);
    if (read.size() == 1) {
      return Pair.both(read.getFirst());
    }
    if (read.size() == 2) {
      return new Pair(read.get(0), read.get(1));
    }
    wrongCount(name, "one number or [height, width]", read.size());
    return Pair.both(Math.max(min, 1));
  }

  void wrongCount(String name, String needed, int count) {
    report(
        Diagnostic.of(
            Code.WRONG_VALUE,
            value(name).span(),
            quoted(name) + " is " + needed + ", and here are " + count + " numbers"));
  }

  /** A list of whole numbers, written out or the value of an expression. */
  List<Long> wholes(String name, long min) {
    Expr expr = value(name);
    if (expr instanceof Expr.ListOf list) {
      List<Long> read = new ArrayList<>();
      for (Expr item : list.items()) {
        read.add(orFail(numbers.whole(item, quoted(name), min, MAX), Math.max(min, 1)));
      }
      return read;
    }
    if (numbers.value(expr) instanceof Value.Items items) {
      List<Long> read = new ArrayList<>();
      for (Value item : items.values()) {
        Expr literal = new Expr.Literal(expr.span(), item);
        read.add(orFail(numbers.whole(literal, quoted(name), min, MAX), Math.max(min, 1)));
      }
      return read;
    }
    return List.of(readWhole(name, min));
  }

  /** {@code padding}: numbers, or the words same and valid. */
  Padding padding() {
    if (!has("padding")) {
      return Padding.none();
    }
    Expr written = value("padding");
    if (numbers.isUnknownWord(written) && wordOf("padding", PADDING).isEmpty()) {
      noWord("padding", "a number, [height, width], `same` or `valid`");
      return Padding.none();
    }
    return switch (wordOf("padding", PADDING)) {
      case "same" -> new Padding.Same();
      case "valid" -> Padding.none();
      default -> new Padding.Explicit(readPair("padding", 0));
    };
  }

  private void noWord(String name, String needed) {
    String word = value(name).span().text();
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.WRONG_VALUE,
            value(name).span(),
            quoted(name) + " of " + op + " is " + needed + ", and here is `" + word + "`");
    report(Suggestion.question(word, PADDING).map(diagnostic::help).orElse(diagnostic));
  }

  /** The padding of a transposed convolution, for which the words mean nothing. */
  Pair transposedPadding() {
    if (!has("padding") || wordOf("padding", PADDING).isEmpty()) {
      return pair("padding", 0, Pair.both(0));
    }
    report(
        Diagnostic.of(
            Code.WRONG_VALUE,
            value("padding").span(),
            "`padding` of "
                + op
                + " is one number or [height, width]: what to cut from each side"));
    return Pair.both(0);
  }

  /** One of an enum's words. */
  <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    int found = words.indexOf(wordOf(name, words));
    if (found >= 0) {
      return type.getEnumConstants()[found];
    }
    if (!numbers.value(value(name)).isUnknown()) {
      String all = String.join(" or ", words.stream().map(Options::quoted).toList());
      diagnostics.add(
          Diagnostic.of(Code.WRONG_VALUE, value(name).span(), quoted(name) + " is " + all));
    }
    failed = true;
    return otherwise;
  }

  /** The word that an option is: written bare, or the text that an expression gives. */
  private String wordOf(String name, List<String> words) {
    Expr expr = value(name);
    if (expr instanceof Expr.Name word && words.contains(word.name())) {
      return word.name();
    }
    if (numbers.isUnknownWord(expr)) {
      return "";
    }
    boolean mayBeText =
        expr instanceof Expr.Name
            || expr instanceof Expr.Literal
            || expr instanceof Expr.Conditional
            || expr instanceof Expr.Attribute
            || expr instanceof Expr.Index;
    return mayBeText && numbers.value(expr) instanceof Value.Text text ? text.value() : "";
  }

  /**
   * Reports options that no reader asked for, else those that are missing. The schema rejects both
   * where the op is written, but not in the `with` of a `use`.
   */
  void rejectUnknown() {
    if (complete && known.containsAll(arguments.keySet())) {
      missing.forEach(diagnostics::add);
    }
    for (Argument argument : arguments.values()) {
      if (!known.contains(argument.name())) {
        Diagnostic diagnostic =
            Diagnostic.of(
                Code.UNKNOWN_KEY,
                argument.nameSpan(),
                op + " has no option `" + argument.name() + "`");
        report(
            Suggestion.question(argument.name(), known).map(diagnostic::help).orElse(diagnostic));
      }
    }
  }

  /** Reports a rule that several options break together. */
  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
    failed = true;
  }

  Expr value(String name) {
    return Objects.requireNonNull(arguments.get(name)).value();
  }

  private long missing(String name, long standIn) {
    failed = true;
    missing.add(
        Diagnostic.of(Code.MISSING_KEY, span, op + " needs `" + name + "`")
            .help("add `" + name + ": ...`"));
    return standIn;
  }

  private long orFail(OptionalLong read, long standIn) {
    failed |= read.isEmpty();
    return read.orElse(standIn);
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }
}
