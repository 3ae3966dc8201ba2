package dev.specc.lower.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.specc.op.Inference;
import dev.specc.op.Zero;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each op gives what PyTorch gives, forwards and backwards; see pytorch.py beside pytorch.txt. */
class OpsTest {
  private static final Map<String, Map<String, double[]>> PYTORCH = readPyTorch();

  private NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static List<OpCase> cases() {
    return OpCase.all();
  }

  @Test
  void everyCaseOfPyTorchIsTried() {
    Set<String> names = cases().stream().map(OpCase::name).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(PYTORCH.keySet()), new TreeSet<>(names));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outputHasTheInferredShape(OpCase c) {
    dev.specc.op.Shape inferred = ((Inference.Output) c.op().infer(c.inputs())).shape();
    GraphBlock block = block(c);
    for (long batch : new long[] {1, 2}) {
      NDList output = forward(block, inputs(c, batch), false);
      assertEquals(batched(batch, inferred), output.singletonOrThrow().getShape());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outputAndGradientsAreThoseOfPyTorch(OpCase c) {
    GraphBlock block = block(c);
    NDList inputs = inputs(c, 2);
    inputs.forEach(input -> input.setRequiresGradient(true));
    Map<String, NDArray> results = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray output = forward(block, inputs, c.training()).singletonOrThrow();
      results.put("output", output);
      if (!(c.op() instanceof Zero)) {
        NDArray factors = sequence(output.getShape(), i -> Math.cos(0.9 * i));
        collector.backward(output.mul(factors).sum());
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      results.put("input" + i + " gradient", inputs.get(i).getGradient());
    }
    block.parametersByName().forEach((name, parameter) -> addResult(results, name, parameter));
    Map<String, double[]> expected = PYTORCH.get(c.name());
    assertEquals(expected.keySet(), results.keySet());
    expected.forEach((array, values) -> assertClose(array, values, results.get(array)));
  }

  private static void addResult(Map<String, NDArray> results, String name, Parameter parameter) {
    String last = name.equals("op") ? "" : name.substring("op.".length());
    if (parameter.requiresGradient()) {
      results.put((last + " gradient").strip(), parameter.getArray().getGradient());
    } else if (!last.equals("num_batches_tracked")) {
      results.put(last, parameter.getArray());
    }
  }

  private static void assertClose(String array, double[] expected, NDArray actual) {
    float[] all = actual.toFloatArray();
    int step = all.length / 30 | 1;
    List<Double> sample = new ArrayList<>();
    for (int i = 0; i < all.length; i += step) {
      sample.add((double) all[i]);
    }
    sample.add(Math.sqrt(IntStream.range(0, all.length).mapToDouble(i -> all[i] * all[i]).sum()));
    assertEquals(expected.length, sample.size(), array);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 2e-5 * Math.max(1, Math.abs(expected[i]));
      String values = array + " " + i + ": " + expected[i] + " and " + sample.get(i);
      assertTrue(Math.abs(expected[i] - sample.get(i)) <= tolerance, values);
    }
  }

  private GraphBlock block(OpCase c) {
    dev.specc.op.Shape[] shapes = c.inputs().toArray(dev.specc.op.Shape[]::new);
    String[] names =
        IntStream.range(0, shapes.length).mapToObj(i -> "input" + i).toArray(String[]::new);
    GraphBlock block = new GraphBlock(Net.of(shapes).then("op", c.op(), names).graph());
    block.setInitializer(
        (m, shape, type) -> sequence(shape, i -> 0.6 + 0.5 * Math.cos(1.3 * i)),
        parameter -> parameter.getType() != Parameter.Type.OTHER);
    Shape[] batched = c.inputs().stream().map(s -> batched(1, s)).toArray(Shape[]::new);
    block.initialize(manager, DataType.FLOAT32, batched);
    return block;
  }

  private NDList forward(GraphBlock block, NDList inputs, boolean training) {
    return block.forward(new ParameterStore(manager, false), inputs, training);
  }

  private NDList inputs(OpCase c, long batch) {
    NDList inputs = new NDList();
    for (dev.specc.op.Shape shape : c.inputs()) {
      int which = inputs.size();
      inputs.add(sequence(batched(batch, shape), i -> 2 * Math.sin(0.7 * i + which)));
    }
    return inputs;
  }

  private NDArray sequence(Shape shape, IntToDoubleFunction value) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return manager.create(values, shape);
  }

  private static Shape batched(long batch, dev.specc.op.Shape shape) {
    return new Shape(batch).addAll(new Shape(shape.dims().stream().mapToLong(d -> d).toArray()));
  }

  private static Map<String, Map<String, double[]>> readPyTorch() {
    Map<String, Map<String, double[]>> cases = new LinkedHashMap<>();
    try (InputStream stream = OpsTest.class.getResourceAsStream("pytorch.txt")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] parts = line.split(" \\| ");
        double[] values =
            List.of(parts[2].split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
        cases.computeIfAbsent(parts[0], c -> new LinkedHashMap<>()).put(parts[1], values);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }
}
