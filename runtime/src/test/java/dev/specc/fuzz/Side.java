package dev.specc.fuzz;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A way to run a net, and what it is held against.
 *
 * @param name what a disagreement is called
 */
record Side(String name, Reference expected, Callable<Map<String, NDArray>> run) {
  Optional<Disagreement> differs() {
    try {
      return expected.differs(name, run.call());
    } catch (Exception e) {
      return Optional.of(new Disagreement(name + " fails", String.valueOf(e)));
    }
  }
}
