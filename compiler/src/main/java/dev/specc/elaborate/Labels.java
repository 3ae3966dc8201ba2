package dev.specc.elaborate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The labels that a body can use: its own so far, and those of the bodies around it. */
final class Labels {
  private final @Nullable Labels outer;
  private final Map<String, Wire> wires = new HashMap<>();
  private final Set<String> leftOut = new HashSet<>();

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

  /** A label whose step is left out by its {@code when}. */
  void leaveOut(String label) {
    leftOut.add(label);
  }

  boolean isLeftOut(String label) {
    return leftOut.contains(label) || outer != null && outer.isLeftOut(label);
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
