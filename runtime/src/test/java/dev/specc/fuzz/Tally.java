package dev.specc.fuzz;

/** How many specs went which way. */
record Tally(long accepted, long rejected, long costly, long disagreements) {
  static final Tally NONE = new Tally(0, 0, 0, 0);

  Tally plus(Tally more) {
    return new Tally(
        accepted + more.accepted,
        rejected + more.rejected,
        costly + more.costly,
        disagreements + more.disagreements);
  }

  Tally plus(Verdict verdict) {
    long differs = verdict.disagreements().isEmpty() ? 0 : 1;
    return plus(
        switch (verdict) {
          case Verdict.Accepted a -> new Tally(1, 0, 0, differs);
          case Verdict.Rejected r -> new Tally(0, 1, 0, differs);
          case Verdict.TooCostly c -> new Tally(0, 0, 1, differs);
        });
  }

  /** Specs that both sides judged: those too costly to run are not among them. */
  long judged() {
    return accepted + rejected;
  }

  @Override
  public String toString() {
    return accepted + " " + rejected + " " + costly + " " + disagreements;
  }

  static Tally of(String text) {
    String[] parts = text.split(" ");
    return new Tally(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }
}
