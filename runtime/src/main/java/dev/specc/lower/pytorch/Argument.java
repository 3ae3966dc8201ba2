package dev.specc.lower.pytorch;

/**
 * What a constructor is given.
 *
 * @param name of the parameter
 * @param value as Python writes it
 * @param otherwise the value that the parameter has where it is left out; empty where it must be
 *     given
 * @param positional whether it is written without its name
 * @param meaning what else has the same number when it means the same
 */
record Argument(String name, String value, String otherwise, boolean positional, Meaning meaning) {
  /** What numbers stand for. */
  enum Meaning {
    /** Channels or features: what one layer gives, another takes. */
    CHANNELS,
    /** Nothing that arguments of other names share. */
    OPTION
  }

  static Argument channels(String name, long value) {
    return new Argument(name, Long.toString(value), "", true, Meaning.CHANNELS);
  }

  static Argument option(String name, String value, String otherwise) {
    return new Argument(name, value, otherwise, false, Meaning.OPTION);
  }

  static Argument required(String name, String value) {
    return new Argument(name, value, "", true, Meaning.OPTION);
  }

  Argument withValue(String other) {
    return new Argument(name, other, otherwise, positional, meaning);
  }

  /** The same, to be given in any case. */
  Argument withoutDefault() {
    return new Argument(name, value, "", positional, meaning);
  }

  boolean isLeftOut() {
    return value.equals(otherwise);
  }

  @Override
  public String toString() {
    return positional ? value : name + "=" + value;
  }
}
