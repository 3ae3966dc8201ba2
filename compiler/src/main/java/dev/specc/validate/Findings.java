package dev.specc.validate;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.YamlNode;
import java.util.Collection;
import java.util.Set;

/** Collects diagnostics together with the nodes that they make unknown. */
final class Findings {
  private final Diagnostics diagnostics = new Diagnostics();
  private final Set<YamlNode> invalid = Validation.identitySet();
  private boolean misread;

  void add(Diagnostic diagnostic, YamlNode about) {
    diagnostics.add(diagnostic);
    invalid.add(about);
  }

  /** Whether there are as many errors as are ever shown. */
  boolean isFull() {
    return diagnostics.isFull();
  }

  /** The rest of the file would be misread. */
  void misread() {
    misread = true;
  }

  /** Something to say that leaves every node as it is. */
  void note(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  boolean isSilenced(YamlNode node) {
    return invalid.contains(node);
  }

  void silence(YamlNode node) {
    invalid.add(node);
  }

  void silence(Collection<YamlNode> nodes) {
    invalid.addAll(nodes);
  }

  Validation result(YamlNode root) {
    if (misread) {
      invalid.add(root);
    }
    return new Validation(diagnostics.sorted(), invalid);
  }
}
