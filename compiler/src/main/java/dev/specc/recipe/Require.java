package dev.specc.recipe;

/** What a record demands of its values. The reader of recipes reports the same with a place. */
final class Require {
  private Require() {}

  static void that(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
