package dev.specc.lower.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.lower.script.UpdateRule.Adam;
import dev.specc.lower.script.UpdateRule.RmsProp;
import dev.specc.lower.script.UpdateRule.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates give what torch.optim's rules give in double precision. */
class UpdateScriptTest {
  private static final double[] RATES = {0.1, 0.05, 0.2, 0.01, 0.1, 0.002, 0.1};
  private static final int[] SIZES = {5, 1, 33};

  private NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static List<UpdateRule> rules() {
    return List.of(
        new Sgd(0, false),
        new Sgd(0.9, false),
        new Sgd(0.8, true),
        new Adam(),
        new Adam(0.8, 0.95, 1e-3),
        new RmsProp(),
        new RmsProp(0.9, 1e-3, 0, true),
        new RmsProp(0.9, 1e-3, 0.9, false),
        new RmsProp(0.95, 1e-2, 0.8, true));
  }

  /** Every rule with both kinds of decay; Adam's decoupled one makes it torch.optim.AdamW. */
  static Stream<Arguments> rulesAndDecays() {
    return rules().stream()
        .flatMap(rule -> Stream.of(Arguments.of(rule, false), Arguments.of(rule, true)));
  }

  @ParameterizedTest
  @MethodSource("rulesAndDecays")
  void aGroupWithDecayAndOneWithout(UpdateRule rule, boolean decoupled) {
    assertFollowsTheRule(rule, decoupled, UpdateScript.NO_CLIPPING, false, 0.3, 0);
  }

  @ParameterizedTest
  @MethodSource("rulesAndDecays")
  void clippedGradients(UpdateRule rule, boolean decoupled) {
    assertFollowsTheRule(rule, decoupled, 4, false, 0.1);
  }

  @ParameterizedTest
  @MethodSource("rulesAndDecays")
  void momentumThatASchedulerChanges(UpdateRule rule, boolean decoupled) {
    assertFollowsTheRule(rule, decoupled, UpdateScript.NO_CLIPPING, true, 0.01);
  }

  @Test
  void gradientsShorterThanTheLimitAreNotStretched() {
    NDArray weight = manager.create(new float[] {1, 1});
    NDArray gradient = manager.create(new float[] {3, 4});
    try (UpdateScript update = update(new Sgd(0, false), 5.1, Map.of("weight", weight))) {
      update.apply(List.of(gradient), 0.1);
    }
    assertArrayEquals(new float[] {0.7f, 0.6f}, weight.toFloatArray(), 1e-6f);
    assertArrayEquals(new float[] {3, 4}, gradient.toFloatArray());
  }

  @Test
  void theStateHasTheParametersNames() {
    Map<String, NDArray> weights = Map.of("fc.weight", manager.ones(new Shape(2, 3)));
    try (UpdateScript update = update(new Adam(), UpdateScript.NO_CLIPPING, weights)) {
      update.apply(List.of(manager.ones(new Shape(2, 3))), 0.1);
      Set<String> names = Set.of("exp_avg.fc.weight", "exp_avg_sq.fc.weight", "step");
      assertEquals(names, update.state().keySet());
      assertEquals(1, update.state().get("step").getFloat());
      assertEquals(0.1f, update.state().get("exp_avg.fc.weight").getFloat(1, 2), 1e-6f);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aStateThatIsSetGoesOnWhereItWas(UpdateRule rule) {
    NDArray weight = manager.create(new float[] {1, -2});
    NDArray gradient = manager.create(new float[] {0.5f, -1});
    try (UpdateScript first = update(rule, UpdateScript.NO_CLIPPING, Map.of("w", weight));
        UpdateScript second = update(rule, UpdateScript.NO_CLIPPING, Map.of("w", weight))) {
      first.apply(List.of(gradient), 0.1);
      NDArray kept = weight.duplicate();
      second.state().forEach((name, array) -> first.state().get(name).copyTo(array));
      first.apply(List.of(gradient), 0.1);
      NDArray expected = weight.duplicate();
      assertNotEquals(kept, expected);
      kept.copyTo(weight);
      second.apply(List.of(gradient), 0.1);
      assertEquals(expected, weight);
    }
  }

  @Test
  void leavesThatRequireGradientsAreUpdatedAndRecordingIsAsBefore() {
    NDArray weight = manager.ones(new Shape(2));
    weight.setRequiresGradient(true);
    try (UpdateScript update =
        update(new Sgd(0.9, false), UpdateScript.NO_CLIPPING, Map.of("w", weight))) {
      for (boolean recording : new boolean[] {true, false}) {
        JniUtils.setGradMode(recording);
        update.apply(List.of(manager.ones(new Shape(2))), 0.1);
        assertEquals(recording, JniUtils.isGradMode());
      }
    }
    JniUtils.setGradMode(true);
    assertTrue(weight.hasGradient());
    assertFalse(weight.toFloatArray()[0] == 1);
  }

  @Test
  void nesterovNeedsMomentum() {
    assertThrows(IllegalArgumentException.class, () -> new Sgd(0, true));
  }

  @Test
  void averagesMoveTowardsTheValues() {
    NDArray average = manager.create(new float[] {0, 10});
    NDArray value = manager.create(new float[] {1, 0});
    try (AverageScript script = new AverageScript(List.of(average), List.of(value))) {
      script.apply(0.75);
      assertArrayEquals(new float[] {0.25f, 7.5f}, average.toFloatArray(), 1e-6f);
      value.muli(2);
      script.apply(0.5);
      assertArrayEquals(new float[] {1.125f, 3.75f}, average.toFloatArray(), 1e-6f);
    }
  }

  private UpdateScript update(UpdateRule rule, double maxNorm, Map<String, NDArray> parameters) {
    List<ParameterGroup> groups = List.of(new ParameterGroup(parameters, 0));
    return new UpdateScript(rule, maxNorm, manager.getDevice(), groups);
  }

  private void assertFollowsTheRule(
      UpdateRule rule, boolean decoupled, double maxNorm, boolean cycled, double... decays) {
    Random random = new Random(1);
    List<ParameterGroup> groups = new ArrayList<>();
    List<ReferenceUpdate> references = new ArrayList<>();
    List<NDArray> arrays = new ArrayList<>();
    for (double decay : decays) {
      Map<String, NDArray> parameters = new LinkedHashMap<>();
      for (int size : SIZES) {
        double[] values = vector(random, size);
        NDArray array = array(values);
        parameters.put("p" + arrays.size(), array);
        arrays.add(array);
        references.add(new ReferenceUpdate(rule, decay, decoupled, values));
      }
      groups.add(new ParameterGroup(parameters, decay, decoupled, 0));
    }
    try (UpdateScript update = new UpdateScript(rule, maxNorm, manager.getDevice(), groups)) {
      for (int step = 0; step < RATES.length; step++) {
        double momentum = cycled ? 0.85 + 0.02 * step : rule.momentum();
        List<double[]> gradients =
            references.stream().map(r -> vector(random, r.values.length)).toList();
        update.apply(gradients.stream().map(this::array).toList(), RATES[step], momentum);
        double scale = scale(gradients, maxNorm);
        for (int i = 0; i < references.size(); i++) {
          double[] scaled = Arrays.stream(gradients.get(i)).map(g -> g * scale).toArray();
          references.get(i).apply(scaled, RATES[step], momentum);
          assertClose(references.get(i).values, arrays.get(i), "step " + step + " array " + i);
        }
      }
    }
  }

  private static double scale(List<double[]> gradients, double maxNorm) {
    double squares = gradients.stream().flatMapToDouble(Arrays::stream).map(g -> g * g).sum();
    return Math.min(1, maxNorm / (Math.sqrt(squares) + 1e-6));
  }

  /** Single precision has 7 digits; a root of a difference of squares, fewer. */
  private static void assertClose(double[] expected, NDArray actual, String where) {
    float[] values = actual.toFloatArray();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], values[i], 2e-6 * Math.max(1, Math.abs(expected[i])), where);
    }
  }

  private static double[] vector(Random random, int size) {
    return random.doubles(size, -2, 2).map(v -> (float) v).toArray();
  }

  private NDArray array(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return manager.create(floats);
  }
}
