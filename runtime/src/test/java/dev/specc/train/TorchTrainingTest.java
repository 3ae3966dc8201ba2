package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.data.Batch;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Activation.Tanh;
import dev.specc.op.Linear;
import dev.specc.op.Shape;
import dev.specc.oracle.Python;
import dev.specc.recipe.LearningRate;
import dev.specc.recipe.LearningRate.WarmUp;
import dev.specc.recipe.Loss;
import dev.specc.recipe.Optimizer;
import dev.specc.recipe.Optimizer.Decay;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.Schedule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules and optimizers equal those of torch.optim, step by step. */
@Tag("oracle")
class TorchTrainingTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double TOLERANCE = 1e-6;

  /**
   * RMSProp divides by the root of what may be near zero: the rounding of gradients grows. The rule
   * alone, for given gradients, is compared in UpdateScriptTest.
   */
  private static final double RMS_TOLERANCE = 3e-5;

  private static final double[] RATES = {0.1, 0.05, 0.2, 0.01, 0.1, 0.002, 0.1, 0.03};

  static List<Arguments> schedules() {
    return List.of(
        schedule(new Schedule.Step(3, 0.1), 10, 4, "step", Map.of("every", 3, "gamma", 0.1)),
        schedule(
            new Schedule.MultiStep(List.of(2, 7), 0.3),
            9,
            3,
            "multi_step",
            Map.of("milestones", List.of(2, 7), "gamma", 0.3)),
        schedule(new Schedule.Exponential(0.8), 6, 5, "exponential", Map.of("gamma", 0.8)),
        schedule(new Schedule.Cosine(0.01, false), 12, 3, "cosine", Map.of("end", 0.01)),
        schedule(new Schedule.Cosine(0, false), 7, 1, "cosine", Map.of("end", 0)),
        schedule(new Schedule.Polynomial(2, 0, false), 8, 2, "polynomial", Map.of("power", 2)),
        schedule(
            new Schedule.OneCycle(0.3, 25, 1e4),
            5,
            8,
            "one_cycle",
            Map.of("rise", 0.3, "divisor", 25, "final", 1e4)),
        schedule(
            new Schedule.OneCycle(0.5, 10, 100),
            2,
            3,
            "one_cycle",
            Map.of("rise", 0.5, "divisor", 10, "final", 100)));
  }

  private static Arguments schedule(
      Schedule schedule, int epochs, int steps, String kind, Map<String, Object> options) {
    return Arguments.of(
        new LearningRate(0.2, 0, WarmUp.NONE, schedule), epochs, steps, kind, options);
  }

  static List<Arguments> warmUps() {
    return List.of(
        Arguments.of(
            new LearningRate(0.2, 0, new WarmUp(2, 0.1), new Schedule.Constant()),
            4,
            5,
            "warm_up",
            Map.of("from", 0.1, "warm_steps", 10)),
        Arguments.of(
            new LearningRate(0.05, 64, new WarmUp(1.5, 0.25), new Schedule.Constant()),
            3,
            4,
            "warm_up",
            Map.of("from", 0.25, "warm_steps", 6)));
  }

  @ParameterizedTest
  @MethodSource({"schedules", "warmUps"})
  void theRateOfEveryStep(
      LearningRate rate, int epochs, int steps, String kind, Map<String, Object> options)
      throws IOException, InterruptedException {
    int batch = rate.referenceBatch() * 4; // linear scaling: 0.05 for 64 images is 0.2 for 256
    ObjectNode question = JSON.createObjectNode().put("kind", kind).put("rate", 0.2);
    question.put("epochs", epochs).put("steps_per_epoch", steps);
    options.forEach((name, value) -> question.set(name, JSON.valueToTree(value)));
    JsonNode expected = ask("rates", question);
    assertEquals(epochs * steps, expected.size());
    for (int step = 0; step < expected.size(); step++) {
      double found = rate.at(step, steps, epochs, batch);
      assertEquals(expected.get(step).asDouble(), found, TOLERANCE * 0.2, "step " + step);
    }
  }

  static List<Arguments> optimizers() {
    Decay l2 = new Decay(0.1, false, true, 0);
    Decay weightsOnly = new Decay(0.1, false, false, 0);
    Decay decoupled = new Decay(0.1, true, false, 0);
    Map<String, Object> none = Map.of();
    return List.of(
        Arguments.of(new Optimizer.Sgd(0, false, Decay.NONE), "SGD", none),
        Arguments.of(new Optimizer.Sgd(0.9, false, l2), "SGD", Map.of("momentum", 0.9)),
        Arguments.of(
            new Optimizer.Sgd(0.8, true, weightsOnly),
            "SGD",
            Map.of("momentum", 0.8, "nesterov", true)),
        Arguments.of(new Optimizer.Adam(0.9, 0.999, 1e-8, l2), "Adam", none),
        Arguments.of(
            new Optimizer.Adam(0.8, 0.95, 1e-4, Decay.NONE),
            "Adam",
            Map.of("betas", List.of(0.8, 0.95), "eps", 1e-4)),
        Arguments.of(new Optimizer.Adam(0.9, 0.999, 1e-8, decoupled), "AdamW", none),
        Arguments.of(new Optimizer.RmsProp(0.99, 1e-8, 0, false, weightsOnly), "RMSprop", none),
        Arguments.of(
            new Optimizer.RmsProp(0.9, 1e-3, 0.9, true, l2),
            "RMSprop",
            Map.of("alpha", 0.9, "eps", 1e-3, "momentum", 0.9, "centered", true)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theParametersAfterEveryStep(Optimizer optimizer, String kind, Map<String, Object> options)
      throws IOException, InterruptedException {
    for (TrainingEngine engine : TrainingEngine.values()) {
      assertFollows(engine, optimizer, kind, options, 0, 0);
      assertFollows(engine, optimizer, kind, options, 0.1, 0.3);
    }
  }

  private static void assertFollows(
      TrainingEngine engine,
      Optimizer optimizer,
      String kind,
      Map<String, Object> options,
      double smoothing,
      double clip)
      throws IOException, InterruptedException {
    ObjectNode question = JSON.createObjectNode().put("kind", kind).put("steps", RATES.length);
    question.set("rates", JSON.valueToTree(RATES));
    ObjectNode given = question.putObject("options").put("lr", 0.1);
    options.forEach((name, value) -> given.set(name, JSON.valueToTree(value)));
    question.put("weight_decay", optimizer.decay().weight());
    question.put("decay_biases", optimizer.decay().biasesAndNorms());
    question.put("label_smoothing", smoothing).put("clip", clip);
    JsonNode expected = ask("steps", question);
    Recipe recipe =
        RecipeOf.descent(1, 5, 0.1)
            .optimizer(optimizer)
            .loss(new Loss.CrossEntropy(smoothing))
            .clipNorm(clip == 0 ? Double.POSITIVE_INFINITY : clip)
            .build();
    try (TrainableNet net = Execution.plain(engine, Device.cpu()).net(graph(), recipe)) {
      start(net);
      for (int step = 0; step < RATES.length; step++) {
        try (NDManager manager = net.manager().newSubManager()) {
          net.step(batch(manager, step), new StepSettings(step, RATES[step], 0));
        }
        boolean rms = optimizer instanceof Optimizer.RmsProp;
        double tolerance = rms ? RMS_TOLERANCE : TOLERANCE;
        assertClose(expected.get(step), net, tolerance, engine + ", step " + step);
      }
    }
  }

  private static Graph graph() {
    return Net.of(Shape.of(4))
        .then("0", new Linear(6, true))
        .then("1", new Tanh())
        .then("2", new Linear(3, true))
        .graph();
  }

  private static void start(TrainableNet net) {
    int place = 0;
    for (NDArray array : net.weights().values()) {
      float[] wave = new float[(int) array.size()];
      for (int k = 0; k < wave.length; k++) {
        wave[k] = (float) Math.sin(1.7 * k + place);
      }
      Unrecorded.run(() -> array.set(wave));
      place++;
    }
  }

  private static Batch batch(NDManager manager, int step) {
    float[] images = new float[20];
    long[] labels = new long[5];
    for (int i = 0; i < 5; i++) {
      labels[i] = (i + step) % 3;
      for (int j = 0; j < 4; j++) {
        images[i * 4 + j] = (float) Math.cos(1.3 * step + i + 0.7 * j);
      }
    }
    return new Batch(
        manager.create(images, new ai.djl.ndarray.types.Shape(5, 4)), manager.create(labels));
  }

  private static void assertClose(
      JsonNode expected, TrainableNet net, double tolerance, String where) {
    int place = 0;
    for (NDArray array : net.weights().values()) {
      for (float found : array.toFloatArray()) {
        double value = expected.get(place++).asDouble();
        assertEquals(value, found, tolerance * Math.max(1, Math.abs(value)), where);
      }
    }
    assertEquals(expected.size(), place);
  }

  private static JsonNode ask(String what, ObjectNode question)
      throws IOException, InterruptedException {
    String answer = Python.script("training.py", what, question.toString());
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(answer, e);
    }
  }
}
