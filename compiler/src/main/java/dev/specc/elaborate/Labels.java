package dev.specc.elaborate;

import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The labels that a body can use: its own so far, and those of the bodies around it. */
final class Labels {
  private final @Nullable Labels outer;
  private final Map<String, Wire> wires = new HashMap<>();
  private final Map<String, Span> leftOut = new HashMap<>();

  private Labels(@Nullable Labels outer) {
    this.outer = outer;
  }

  /** For a net or a block, which see nothing from outside. */
  static Labels empty() {
    return new Labels(null);
  }

  Labels nested() {
    return new Labels(this);
  }

  void bind(String label, Wire wire) {
    wires.put(label, wire);
  }

  /** Remembers the label of a step that a {@code when} leaves out, to explain its uses. */
  void leaveOut(String label, Span when) {
    leftOut.put(label, when);
  }

  /** The {@code when} that leaves out a step with this label. */
  Optional<Span> leftOut(String label) {
    for (Labels labels = this; labels != null; labels = labels.outer) {
      Span when = labels.leftOut.get(label);
      if (when != null) {
        return Optional.of(when);
      }
    }
    return Optional.empty();
  }

  Optional<Wire> find(String label) {
    for (Labels labels = this; labels != null; labels = labels.outer) {
      Wire wire = labels.wires.get(label);
      if (wire != null) {
        return Optional.of(wire);
      }
    }
    return Optional.empty();
  }

  List<String> visible() {
    List<String> names = new ArrayList<>();
    for (Labels labels = this; labels != null; labels = labels.outer) {
      names.addAll(labels.wires.keySet());
    }
    return names;
  }
}
