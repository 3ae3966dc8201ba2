package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import java.util.List;
import java.util.Set;

/** What became of one spec on both sides. */
sealed interface Verdict {
  /** The compiler takes it, and it ran; nothing differs where the list is empty. */
  record Accepted(int nodes, List<Disagreement> disagreements) implements Verdict {}

  /** The compiler refuses it. */
  record Rejected(Set<Code> codes, int refusals, List<Disagreement> disagreements)
      implements Verdict {}

  /** The compiler takes it, and it is larger than what is worth running. */
  record TooCostly() implements Verdict {
    @Override
    public List<Disagreement> disagreements() {
      return List.of();
    }
  }

  List<Disagreement> disagreements();
}
