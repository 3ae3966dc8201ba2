package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes numbers and conditions as expressions that have the wanted value. */
final class Expressions {
  /** What a number that depends on what arrives may come to where a body runs again. */
  private static final List<Code> CHANGES =
      List.of(
          Code.OUT_OF_RANGE,
          Code.NOT_WHOLE,
          Code.EXPRESSION_VALUE,
          Code.TOO_LARGE,
          Code.WRONG_VALUE);

  private final Draw draw;
  private final Set<Code> slips;

  Expressions(Draw draw, Set<Code> slips) {
    this.draw = draw;
    this.slips = slips;
  }

  /** A whole number, mostly as it is. */
  Setting number(long value, Scope scope, @Nullable Shape in) {
    return Setting.of(text(value, scope, in));
  }

  String text(long value, Scope scope, @Nullable Shape in) {
    if (draw.percent(75)) {
      return Long.toString(value);
    }
    Map<String, Long> known = known(scope, in);
    return draw.percent(60) && !known.isEmpty()
        ? named(value, scope, known)
        : computed(value, scope);
  }

  private static Map<String, Long> known(Scope scope, @Nullable Shape in) {
    Map<String, Long> known = new LinkedHashMap<>(scope.numbers);
    if (in != null) {
      known.put("in", in.channels());
      if (in.isMap()) {
        known.putIfAbsent("height", in.height());
        known.putIfAbsent("width", in.width());
      }
    }
    return known;
  }

  /** The value from a name that has one: {@code in // 2}, {@code growth + 3}. */
  private String named(long value, Scope scope, Map<String, Long> known) {
    String name = draw.of(List.copyOf(known.keySet()));
    long has = known.get(name);
    mayChange(name, scope);
    List<String> ways = new ArrayList<>();
    ways.add(has <= value ? name + " + " + (value - has) : name + " - " + (has - value));
    if (value >= 0) {
      ways.add("max(%d, %d * (%s - %d))".formatted(value, value, name, has));
    }
    ways.add("%d if %s == %d else %d".formatted(value, name, has, value + 1));
    if (value == has) {
      ways.addAll(List.of(name, name, name, "-(-" + name + ")", "[0, " + name + "][-1]"));
    }
    for (long k = 2; k <= 4; k++) {
      if (has * k == value) {
        ways.add(name + " * " + k);
      }
      if (has / k == value && has >= 0) {
        ways.add(has % k == 0 ? name + " / " + k : name + " // " + k);
      }
      if (has >= 0 && has % k == value) {
        ways.add(name + " % " + k);
      }
    }
    return draw.of(ways);
  }

  /** What the next run of a body may make of a name: another value, or no name at all. */
  private void mayChange(String name, Scope scope) {
    if (scope.again) {
      slips.addAll(CHANGES);
      if (name.equals("height") || name.equals("width")) {
        slips.add(Code.UNKNOWN_NAME);
      }
    }
  }

  /** After a mistake, expressions meet other shapes than the generator thinks. */
  void anythingArrives() {
    slips.addAll(CHANGES);
    slips.add(Code.UNKNOWN_NAME);
    slips.add(Code.SHARE_MISMATCH);
  }

  private String computed(long value, Scope scope) {
    long other = draw.within(1, 5);
    List<UnaryOperator<String>> ways =
        List.of(
            v -> (value - other) + " + " + other,
            v -> v + " ** 1",
            v -> "min(" + v + ", " + (value + other) + ")",
            v -> "max([" + (value - other) + ", " + v + "])",
            v -> "sum([" + other + ", " + (value - other) + "])",
            v -> "floor(" + v + ".5)",
            v -> "ceil(" + v + " - 0.5)",
            v -> "round(" + v + ".25)",
            v -> "(" + value * other + ") / " + other,
            v -> "[" + other + ", " + v + "][1]",
            v -> "([" + other + "] + [" + v + "])[1:][0]",
            v -> v + " if 0 < " + other + " <= 5 and not false else 9",
            v -> "7 if " + other + " > 5 or 1 != 1 else " + v,
            v -> "len('ab') + " + (value - 2),
            v -> value + " if 'a' == 'a' else 8");
    String written = value < 0 ? "(" + value + ")" : Long.toString(value);
    if (value < 0) { // floor, ceil and round of a written negative number read differently
      return "0 - " + -value;
    }
    if (value > 0 && draw.percent(10)) {
      return "round_to(" + value + ", 1)";
    }
    if (!scope.lists.isEmpty() && draw.percent(30)) {
      return ofList(value, scope);
    }
    return draw.of(ways).apply(written);
  }

  private String ofList(long value, Scope scope) {
    String name = draw.of(List.copyOf(scope.lists.keySet()));
    List<Long> list = scope.lists.get(name);
    int at = list.indexOf(value);
    return at >= 0
        ? name + "[" + (draw.percent(50) ? at : at - list.size()) + "]"
        : "len(" + name + ") + " + (value - list.size());
  }

  /** A condition that has this value at the first run. */
  String condition(boolean value, Scope scope, @Nullable Shape in) {
    Map<String, Long> known = known(scope, in);
    if (known.isEmpty() || draw.percent(20)) {
      return draw.of(
          Boolean.toString(value),
          "not " + !value,
          value + " or 1 > 2",
          value + " and 2 >= 2",
          (value ? "'same'" : "'valid'") + " == 'same'");
    }
    String name = draw.of(List.copyOf(known.keySet()));
    long has = known.get(name);
    mayChange(name, scope);
    return value
        ? draw.of(
            name + " == " + has,
            name + " <= " + has,
            (has - 1) + " < " + name + " < " + (has + 2),
            name + " != " + (has + 1),
            "not " + name + " > " + has)
        : draw.of(
            name + " != " + has,
            name + " > " + has,
            name + " < " + has,
            has + " == " + name + " + 1");
  }
}
