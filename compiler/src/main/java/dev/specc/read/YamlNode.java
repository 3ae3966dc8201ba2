package dev.specc.read;

import dev.specc.source.Span;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A YAML value that knows where it stands. Aliases are already replaced by what they name. */
public sealed interface YamlNode {
  Span span();

  /** What it is, as messages say it: {@code a list}. */
  String describe();

  /** What a scalar is by YAML 1.2's core schema: quoted text is always a string. */
  enum Kind {
    NULL,
    BOOLEAN,
    INTEGER,
    FLOAT,
    STRING
  }

  /**
   * @param text its value as text, without quotes or escapes
   * @param verbatim whether {@code text} stands in the source unchanged, from {@link #textStart()}
   */
  record Scalar(Span span, Kind kind, String text, boolean verbatim) implements YamlNode {
    public boolean is(Kind other) {
      return kind == other;
    }

    /** The number that it is; empty where it is none, or no finite one. */
    public OptionalDouble number() {
      return switch (kind) {
        case INTEGER -> OptionalDouble.of(integer().doubleValue());
        case FLOAT -> finite();
        case NULL, BOOLEAN, STRING -> OptionalDouble.empty();
      };
    }

    /** The whole number that it is, which its kind must say. */
    public BigInteger integer() {
      return text.startsWith("0x")
          ? new BigInteger(text.substring(2), 16)
          : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private OptionalDouble finite() {
      boolean word = text.toLowerCase(Locale.ROOT).matches("[+-]?\\.(inf|nan)");
      double value = word ? Double.NaN : Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The offset where the text starts: after the quote, where there is one. */
    public int textStart() {
      return verbatim && span.end() - span.start() > text.length()
          ? span.start() + 1
          : span.start();
    }

    @Override
    public String describe() {
      return switch (kind) {
        case NULL -> "nothing";
        case BOOLEAN, INTEGER, FLOAT -> "`" + text + "`";
        case STRING ->
            "the text `" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "`";
      };
    }
  }

  record Sequence(Span span, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * A map.
   *
   * @param byName its entries again: a map may have thousands of keys
   */
  record Mapping(Span span, List<Entry> entries, Map<String, Entry> byName) implements YamlNode {
    public Mapping(Span span, List<Entry> entries) {
      this(span, List.copyOf(entries), index(entries));
    }

    private static Map<String, Entry> index(List<Entry> entries) {
      Map<String, Entry> byName = HashMap.newHashMap(entries.size());
      entries.forEach(e -> byName.putIfAbsent(e.name(), e));
      return byName;
    }

    public Optional<Entry> entry(String key) {
      return Optional.ofNullable(byName.get(key));
    }

    public Optional<YamlNode> get(String key) {
      return entry(key).map(Entry::value);
    }

    @Override
    public String describe() {
      return "a map";
    }
  }

  /** A key and its value. Keys are scalars, taken as text. */
  record Entry(Scalar key, YamlNode value) {
    public String name() {
      return key.text();
    }

    public Span span() {
      return key.span().to(value.span());
    }
  }
}
