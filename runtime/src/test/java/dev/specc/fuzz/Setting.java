package dev.specc.fuzz;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The value of an option, a param or a modifier, as a spec writes it. */
sealed interface Setting {
  /** A number, a word or an expression. */
  record Text(String text) implements Setting {}

  record Items(List<Setting> items) implements Setting {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** An item of {@code over} with named fields. */
  record Fields(Map<String, Setting> fields) implements Setting {
    public Fields {
      fields = SpecTree.ordered(fields);
    }
  }

  /** What YAML takes for plain text inside of braces and brackets. */
  Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.+-][A-Za-z0-9_.+*/()<>=% {}-]*");

  static Setting of(String text) {
    return new Text(text);
  }

  static Setting of(long number) {
    return new Text(Long.toString(number));
  }

  static Setting of(List<Setting> items) {
    return new Items(items);
  }

  /** As flow-style YAML. */
  default String yaml() {
    return switch (this) {
      case Text t -> quoted(t.text);
      case Items i ->
          i.items.stream().map(Setting::yaml).collect(Collectors.joining(", ", "[", "]"));
      case Fields f -> yaml(f.fields);
    };
  }

  static String yaml(Map<String, Setting> map) {
    return map.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue().yaml())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Braces are plain only in labels, which are written outside of flow style. */
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() && text.indexOf('{') < 0 && text.equals(text.strip())
        ? text
        : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
