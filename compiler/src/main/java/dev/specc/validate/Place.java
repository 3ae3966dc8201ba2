package dev.specc.validate;

import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value in a document, and how to speak of it.
 *
 * @param node the value
 * @param key the nearest key above it; null where there is none
 * @param item whether it is an item of a list
 */
record Place(YamlNode node, @Nullable Scalar key, boolean item) {

  /** The value at a path; every step of the path exists. */
  static Place of(YamlNode root, List<Object> path) {
    Place place = new Place(root, null, false);
    for (Object step : path) {
      place = place.child(step);
    }
    return place;
  }

  private Place child(Object step) {
    return switch (node) {
      case YamlNode.Mapping mapping -> {
        Entry entry = mapping.entry(step.toString()).orElseThrow();
        yield new Place(entry.value(), entry.key(), false);
      }
      case YamlNode.Sequence sequence -> new Place(sequence.items().get((Integer) step), key, true);
      case Scalar scalar -> throw new IllegalStateException(scalar + " has no " + step);
    };
  }

  /** Where the value stands; a value that is not there is looked for at its key. */
  Span span() {
    boolean nothing = node.span().start() == node.span().end();
    return nothing && !item && key != null ? key.span() : node.span();
  }

  String name() {
    return key == null ? "" : key.text();
  }

  /** The value's name as the subject of a sentence. */
  String subject() {
    if (key == null) {
      return "a spec";
    }
    return item ? "an item of " + Words.quoted(name()) : Words.quoted(name());
  }

  /** The key at which to report something about the map as a whole. */
  Span keySpan() {
    return key == null ? node.span() : key.span();
  }
}
