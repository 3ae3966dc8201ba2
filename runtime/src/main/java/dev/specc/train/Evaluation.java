package dev.specc.train;

import java.util.List;

/**
 * How well a net does on labelled images.
 *
 * @param loss the mean cross-entropy of the main output
 * @param perClass in the order of the classes
 */
public record Evaluation(double loss, List<ClassScore> perClass) {
  /** How many images of a class there are, and how many of them were recognised. */
  public record ClassScore(String name, int correct, int count) {
    /** 0 to 1; NaN where there is no image. */
    public double accuracy() {
      return (double) correct / count;
    }
  }

  public Evaluation {
    perClass = List.copyOf(perClass);
  }

  public int correct() {
    return perClass.stream().mapToInt(ClassScore::correct).sum();
  }

  public int count() {
    return perClass.stream().mapToInt(ClassScore::count).sum();
  }

  /** 0 to 1. */
  public double accuracy() {
    return (double) correct() / count();
  }
}
