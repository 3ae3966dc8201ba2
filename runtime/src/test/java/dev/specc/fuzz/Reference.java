package dev.specc.fuzz;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Results by name, which those of other sides are held against. */
final class Reference {
  /** Rounding is played through so often. */
  private static final int DRAWS = 6;

  /** How much more it may do than in those draws. */
  private static final double MARGIN = 30;

  private final Map<String, NDArray> results;
  private final LongFunction<Map<String, NDArray>> perturbed;
  private final Map<String, Double> noise = new LinkedHashMap<>();

  /**
   * @param perturbed the same results by a seed, with other rounding: {@link Perturbed}
   */
  Reference(Map<String, NDArray> results, LongFunction<Map<String, NDArray>> perturbed) {
    this.results = results;
    this.perturbed = perturbed;
  }

  /** A list's arrays by their numbers. */
  static Map<String, NDArray> numbered(NDList arrays) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      named.put(Integer.toString(i), arrays.get(i));
    }
    return named;
  }

  /**
   * The first result in which another side differs by more than rounding explains.
   *
   * @param side what it is called
   */
  Optional<Disagreement> differs(String side, Map<String, NDArray> actual) {
    if (!actual.keySet().equals(results.keySet())) {
      return Optional.of(
          new Disagreement(
              side + " has other results", actual.keySet() + ", not " + results.keySet()));
    }
    for (Map.Entry<String, NDArray> result : results.entrySet()) {
      String name = result.getKey();
      NDArray value = actual.get(name);
      if (!value.getShape().equals(result.getValue().getShape())) {
        return Optional.of(
            new Disagreement(
                "shape by " + side,
                name + ": " + value.getShape() + ", not " + result.getValue().getShape()));
      }
      double difference = Closeness.difference(result.getValue(), value);
      if (difference > Closeness.TOLERANCE
          && difference > Closeness.TOLERANCE + MARGIN * noise(name)) {
        return Optional.of(
            new Disagreement(
                side,
                String.format(
                    Locale.ROOT,
                    "%s differs by %.3g, and rounding makes %.3g",
                    name,
                    difference,
                    noise(name))));
      }
    }
    return Optional.empty();
  }

  private double noise(String name) {
    if (noise.isEmpty()) {
      for (long seed = 1; seed <= DRAWS; seed++) {
        perturbed
            .apply(seed)
            .forEach(
                (key, value) ->
                    noise.merge(key, Closeness.difference(results.get(key), value), Math::max));
      }
    }
    return noise.get(name);
  }
}
