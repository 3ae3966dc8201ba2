package dev.specc.validate;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What validation found.
 *
 * @param diagnostics in the order of the text
 * @param invalid the nodes, by identity, that a diagnostic is about: later stages take them as
 *     unknown, so that one mistake gives one diagnostic; keys among them are taken as not there.
 *     The root is one of them where the rest of the file would be misread
 */
public record Validation(List<Diagnostic> diagnostics, Set<YamlNode> invalid) {
  public Validation {
    diagnostics = List.copyOf(diagnostics);
    Set<YamlNode> copy = identitySet();
    copy.addAll(invalid);
    invalid = Collections.unmodifiableSet(copy);
  }

  public boolean isInvalid(YamlNode node) {
    return invalid.contains(node);
  }

  /** Nodes are records, equal where their text is equal; what counts here is the place. */
  static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
