package dev.specc.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How often a net took one class for another. */
public final class Confusion {
  /** Images of class {@code label} that were taken for {@code said}. */
  public record Pair(String label, String said, int count, int ofLabel) {
    /** 0 to 1: the part of its class. */
    public double share() {
      return (double) count / ofLabel;
    }
  }

  private final List<String> classes;
  private final int[][] counts;
  private final int[] totals;

  private Confusion(List<String> classes) {
    this.classes = List.copyOf(classes);
    this.counts = new int[classes.size()][classes.size()];
    this.totals = new int[classes.size()];
  }

  public static Confusion of(List<String> classes, List<Prediction> predictions) {
    Confusion confusion = new Confusion(classes);
    for (Prediction p : predictions) {
      confusion.counts[p.label()][p.said()]++;
      confusion.totals[p.label()]++;
    }
    return confusion;
  }

  public List<String> classes() {
    return classes;
  }

  /** Images of one class that were taken for another, or for itself. */
  public int count(int label, int said) {
    return counts[label][said];
  }

  /** The part of a class that was taken for another, 0 to 1; 0 where it has no image. */
  public double share(int label, int said) {
    return totals[label] == 0 ? 0 : (double) counts[label][said] / totals[label];
  }

  /** The pairs of different classes that were taken for each other most often. */
  public List<Pair> worst(int most) {
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      for (int said = 0; said < counts.length; said++) {
        if (said != label && counts[label][said] > 0) {
          pairs.add(
              new Pair(classes.get(label), classes.get(said), counts[label][said], totals[label]));
        }
      }
    }
    pairs.sort(Comparator.comparingInt(Pair::count).thenComparing(Pair::share).reversed());
    return List.copyOf(pairs.subList(0, Math.min(most, pairs.size())));
  }
}
