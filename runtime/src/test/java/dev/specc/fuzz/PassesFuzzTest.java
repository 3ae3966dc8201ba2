package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.train.Unrecorded;
import dev.specc.transform.Passes;
import dev.specc.transform.Purpose;
import dev.specc.transform.Selection;
import dev.specc.transform.Transformed;
import dev.specc.weights.ConditionedWeights;
import dev.specc.weights.DerivedWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random specs in the whole language give the same outputs after all passes. */
class PassesFuzzTest {
  private static final long SPECS = 1500;

  /** A normalisation of values that hardly differ makes much of the last bit. */
  private static final double TOLERANCE = 1e-3;

  @Test
  void randomSpecsGiveTheSameOutputs() {
    List<String> findings = new ArrayList<>();
    Map<String, Integer> changed = new TreeMap<>();
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      for (long seed = 1; seed <= SPECS; seed++) {
        String text = SpecText.of(Generator.spec(seed));
        for (Graph graph : Differential.compile(text).graphs()) {
          if (!Differential.costly(graph)) {
            Transformed net = Passes.run(graph, Purpose.INFERENCE, Selection.ALL);
            net.steps().forEach(s -> changed.merge(s.pass(), s.changes(), Integer::sum));
            double difference = difference(graph, net, seed, manager);
            if (!(difference <= TOLERANCE)) {
              findings.add("seed %d differs by %s:\n%s".formatted(seed, difference, text));
            }
          }
        }
      }
    }
    assertEquals("", String.join("\n", findings));
    // Activation hoisting needs an Inception module, which other tests have.
    changed.remove("activation-hoisting");
    assertEquals(6, changed.size());
    assertTrue(changed.values().stream().allMatch(count -> count >= 3), changed.toString());
  }

  /** The largest of all outputs, as a share of the largest value, or of 1 where all are small. */
  private static double difference(Graph graph, Transformed net, long seed, NDManager parent) {
    try (NDManager manager = parent.newSubManager()) {
      Map<String, NDArray> given = ConditionedWeights.of(graph, manager, seed);
      NDList inputs = new NDList();
      graph.inputs().forEach(n -> inputs.add(manager.randomNormal(batched(n.output()))));
      NDList expected = run(graph, given, inputs, manager);
      Map<String, NDArray> derived = DerivedWeights.of(net, given, manager);
      NDList actual = run(net.graph(), derived, inputs, manager);
      double largest = 0;
      for (int i = 0; i < expected.size(); i++) {
        largest = Math.max(largest, difference(expected.get(i), actual.get(i)));
      }
      return largest;
    }
  }

  private static NDList run(
      Graph graph, Map<String, NDArray> weights, NDList inputs, NDManager manager) {
    GraphBlock block = GraphBlock.with(graph, manager, weights);
    return Unrecorded.get(() -> block.forward(new ParameterStore(manager, false), inputs, false));
  }

  private static double difference(NDArray expected, NDArray actual) {
    assertEquals(expected.getShape(), actual.getShape());
    float[] wanted = expected.toFloatArray();
    float[] values = actual.toFloatArray();
    double scale = 1;
    double apart = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (Float.compare(wanted[i], values[i]) != 0) { // infinities may be equal
        scale = Math.max(scale, Math.abs(wanted[i]));
        double here = Math.abs(wanted[i] - values[i]);
        apart = Math.max(apart, Double.isNaN(here) ? Double.POSITIVE_INFINITY : here);
      }
    }
    return apart / scale;
  }

  private static Shape batched(dev.specc.op.Shape shape) {
    return new Shape(2).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }
}
