package dev.specc.fuzz;

import java.util.List;

/** A disagreement with the smallest spec that shows it. */
record Finding(long seed, Disagreement disagreement, SpecTree spec) {
  /** Shrinks the spec of a seed on which the two disagree. */
  static Finding of(long seed, SpecTree spec, Verdict verdict, Judge judge) {
    String kind = verdict.disagreements().getFirst().kind();
    SpecTree smallest =
        Shrinker.shrink(
            spec,
            candidate -> {
              List<Disagreement> found = judge.of(candidate).disagreements();
              return !found.isEmpty() && found.stream().allMatch(d -> d.kind().equals(kind));
            });
    Disagreement shown =
        judge.of(smallest).disagreements().stream()
            .filter(d -> d.kind().equals(kind))
            .findFirst()
            .orElse(verdict.disagreements().getFirst());
    return new Finding(seed, shown, smallest);
  }

  /** The spec as a file, with what is wrong above it. */
  String text() {
    return "# seed "
        + seed
        + "\n"
        + (disagreement.kind() + ": " + disagreement.detail())
            .lines()
            .map(l -> "# " + l + "\n")
            .reduce("", String::concat)
        + SpecText.of(spec);
  }
}
