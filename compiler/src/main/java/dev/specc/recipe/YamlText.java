package dev.specc.recipe;

import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;

/** A map of YAML on one line, and the scalars in it. */
final class YamlText {
  private final StringJoiner entries = new StringJoiner(", ", "{", "}");

  YamlText with(String key, String value) {
    entries.add(key + ": " + value);
    return this;
  }

  YamlText with(String key, double value) {
    return with(key, number(value));
  }

  YamlText with(String key, boolean value) {
    return with(key, Boolean.toString(value));
  }

  YamlText with(String key, List<? extends Number> values) {
    return with(key, list(values));
  }

  /** What all optimizers say of decay; whether it is decoupled, not all do. */
  YamlText with(Optimizer.Decay decay) {
    return with("weight_decay", decay.weight())
        .with("decay_biases_and_norms", decay.biasesAndNorms())
        .with("l1", decay.l1());
  }

  String map() {
    return entries.toString();
  }

  /** A map of one word to these options. */
  String of(String word) {
    return "{" + word + ": " + map() + "}";
  }

  static String list(List<? extends Number> values) {
    StringJoiner items = new StringJoiner(", ", "[", "]");
    values.forEach(value -> items.add(number(value.doubleValue())));
    return items.toString();
  }

  /** Without an exponent where it is short, and always so that the same number is read again. */
  static String number(double value) {
    double size = Math.abs(value);
    boolean plain = size >= 1e-5 && size < 1e10 || size == 0;
    return plain
        ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
        : Double.toString(value).replace('E', 'e');
  }

  /** In double quotes; what a reader of YAML may take for something else is escaped. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(c, quoted));
    return quoted.append('"').toString();
  }

  private static void append(int point, StringBuilder to) {
    if (point == '"' || point == '\\') {
      to.append('\\').append((char) point);
    } else if (point >= ' ' && point <= '~' || point > 0xff && Character.isLetter(point)) {
      to.appendCodePoint(point);
    } else if (point > 0xffff) {
      to.append(String.format("\\U%08x", point));
    } else {
      to.append(String.format("\\u%04x", point));
    }
  }
}
