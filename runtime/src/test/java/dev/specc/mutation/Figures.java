package dev.specc.mutation;

import dev.specc.mutation.Trial.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The figures of a set of mutants. */
record Figures(List<Trial> trials) {
  Figures {
    trials = List.copyOf(trials);
  }

  static Figures of(List<Mutant> mutants, Zoo zoo, Libtorch libtorch) {
    return new Figures(mutants.stream().map(m -> Trial.of(m, zoo, libtorch)).toList());
  }

  Figures only(Predicate<Kind> kinds) {
    return new Figures(trials.stream().filter(t -> kinds.test(t.mutant().kind())).toList());
  }

  long count(Predicate<Trial> what) {
    return trials.stream().filter(what).count();
  }

  long of(Verdict verdict) {
    return count(t -> t.verdict() == verdict);
  }

  /** Mistakes about which nothing is said. */
  List<Trial> missed() {
    return trials.stream().filter(t -> t.isMistake() && !t.detected()).toList();
  }

  List<Trial> falseAlarms() {
    return trials.stream().filter(Trial::falseAlarm).toList();
  }

  /** The mistakes that are reported, of which the shares below are shares. */
  Figures reported() {
    return new Figures(trials.stream().filter(t -> t.isMistake() && t.detected()).toList());
  }

  double share(Predicate<Trial> what) {
    Figures reported = reported();
    int all = reported.trials().size();
    return all == 0 ? 1 : (double) reported.count(what) / all;
  }

  double touched() {
    return share(Trial::touched);
  }

  double named() {
    return share(Trial::named);
  }

  double oneDiagnostic() {
    return share(t -> t.errors().size() == 1);
  }

  double fixed() {
    return share(t -> t.repaired() != null);
  }

  double restored() {
    return share(Trial::restoresOriginal);
  }

  double medianMillis() {
    double[] millis = trials.stream().mapToDouble(Trial::millis).sorted().toArray();
    return millis.length == 0 ? 0 : millis[millis.length / 2];
  }

  /** Where the figures fall short of what is promised; empty where they do not. */
  List<String> shortfalls() {
    List<String> shortfalls = new ArrayList<>();
    missed().forEach(t -> shortfalls.add("not detected: " + t));
    falseAlarms().forEach(t -> shortfalls.add("false alarm: " + t));
    require("line touched", touched(), 0.95, Trial::touched, shortfalls);
    require("one diagnostic", oneDiagnostic(), 0.9, t -> t.errors().size() == 1, shortfalls);
    Figures shapes = only(kind -> kind.group() == Kind.Group.SHAPE);
    shapes.require("fix", shapes.fixed(), 0.6, t -> t.repaired() != null, shortfalls);
    return shortfalls;
  }

  private void require(
      String what, double share, double least, Predicate<Trial> good, List<String> shortfalls) {
    if (share < least) {
      shortfalls.add(
          String.format(Locale.ROOT, "%s: %.3f, not %.2f; without:", what, share, least));
      reported().trials().stream().filter(good.negate()).forEach(t -> shortfalls.add("  " + t));
    }
  }
}
