package dev.specc.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an expression evaluates to. */
public sealed interface Value {
  /** The type, as messages say it: {@code a whole number}. */
  String type();

  /** The value, as messages and labels write it. */
  String show();

  /** How many values it is made of: a list counts, and so does each of its items. */
  default int weight() {
    return 1;
  }

  record Int(long value) implements Value {
    @Override
    public String type() {
      return "a whole number";
    }

    @Override
    public String show() {
      return Long.toString(value);
    }
  }

  record Real(double value) implements Value {
    @Override
    public String type() {
      return "a number";
    }

    @Override
    public String show() {
      return Double.toString(value);
    }
  }

  record Text(String value) implements Value {
    @Override
    public String type() {
      return "a text";
    }

    @Override
    public String show() {
      return value;
    }
  }

  record Bool(boolean value) implements Value {
    @Override
    public String type() {
      return "true or false";
    }

    @Override
    public String show() {
      return Boolean.toString(value);
    }
  }

  /**
   * A list.
   *
   * @param weight kept, because a list may hold another one twice, and so on
   */
  record Items(List<Value> values, int weight) implements Value {
    public Items {
      values = List.copyOf(values);
    }

    Items(List<Value> values) {
      this(values, 1 + weights(values));
    }

    @Override
    public String type() {
      return "a list";
    }

    @Override
    public String show() {
      return values.stream().map(Value::show).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * A map, as an item of {@code over:}.
   *
   * @param weight kept, as that of a list
   */
  record Fields(Map<String, Value> values, int weight) implements Value {
    Fields(Map<String, Value> values) {
      this(values, 1 + weights(values.values()));
    }

    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String type() {
      return "a map";
    }

    @Override
    public String show() {
      List<String> shown = new ArrayList<>();
      values.forEach((name, value) -> shown.add(name + ": " + value.show()));
      return "{" + String.join(", ", shown) + "}";
    }
  }

  /** Something that {@code use:} can call: a block or an op, by its name. */
  record Callable(String name, Target target) implements Value {
    @Override
    public String type() {
      return "a block";
    }

    @Override
    public String show() {
      return name;
    }
  }

  /** What a {@link Callable} stands for; elaboration knows which. */
  interface Target {}

  /** The value of something wrong, already reported: it silences what follows from it. */
  enum Unknown implements Value {
    UNKNOWN;

    @Override
    public String type() {
      return "unknown";
    }

    @Override
    public String show() {
      return "?";
    }
  }

  private static int weights(Collection<Value> values) {
    long sum = values.stream().mapToLong(Value::weight).sum();
    return (int) Math.min(sum, Integer.MAX_VALUE - 1);
  }

  static Value unknown() {
    return Unknown.UNKNOWN;
  }

  static Value of(long value) {
    return new Int(value);
  }

  default boolean isUnknown() {
    return this instanceof Unknown;
  }
}
