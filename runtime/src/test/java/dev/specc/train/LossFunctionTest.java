package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.Targets;
import dev.specc.graph.Graph;
import dev.specc.lower.blocks.Net;
import dev.specc.op.Linear;
import dev.specc.recipe.Loss;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Losses against their definitions, computed number by number in double precision. */
class LossFunctionTest {
  private static final int BATCH = 4;
  private static final int CLASSES = 5;
  private static final long[] LABELS = {0, 3, 4, 3};
  private static final Graph PLAIN =
      Net.of(dev.specc.op.Shape.of(3)).then("fc", new Linear(5, true)).graph();

  private NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static double[][] numbers(long seed) {
    Random random = new Random(seed);
    double[][] numbers = new double[BATCH][CLASSES];
    for (double[] row : numbers) {
      for (int c = 0; c < CLASSES; c++) {
        row[c] = (float) (random.nextGaussian() * 2);
      }
    }
    return numbers;
  }

  private NDArray array(double[][] numbers) {
    float[] flat = new float[BATCH * CLASSES];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) numbers[i / CLASSES][i % CLASSES];
    }
    return manager.create(flat, new Shape(BATCH, CLASSES));
  }

  private static double[] softmax(double[] logits, double temperature) {
    double[] shares = new double[CLASSES];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      shares[c] = Math.exp(logits[c] / temperature);
      sum += shares[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      shares[c] /= sum;
    }
    return shares;
  }

  private static double[][] oneHot() {
    double[][] targets = new double[BATCH][CLASSES];
    for (int i = 0; i < BATCH; i++) {
      targets[i][(int) LABELS[i]] = 1;
    }
    return targets;
  }

  /** Mean of -sum(target * log(softmax)), a share of each target spread over all classes. */
  private static double crossEntropy(double[][] logits, double[][] targets, double smoothing) {
    double sum = 0;
    for (int i = 0; i < BATCH; i++) {
      double[] said = softmax(logits[i], 1);
      for (int c = 0; c < CLASSES; c++) {
        double target = targets[i][c] * (1 - smoothing) + smoothing / CLASSES;
        sum -= target * Math.log(said[c]);
      }
    }
    return sum / BATCH;
  }

  private static double divergence(double[][] student, double[][] teacher, double temperature) {
    double sum = 0;
    for (int i = 0; i < BATCH; i++) {
      double[] said = softmax(student[i], temperature);
      double[] taught = softmax(teacher[i], temperature);
      for (int c = 0; c < CLASSES; c++) {
        sum += taught[c] * Math.log(taught[c] / said[c]);
      }
    }
    return temperature * temperature * sum / BATCH;
  }

  private Targets labels() {
    return new Targets.Classes(manager.create(LABELS));
  }

  private double loss(Loss loss, Graph graph, Targets targets, double[][]... outputs) {
    NDList arrays = new NDList();
    for (double[][] output : outputs) {
      arrays.add(array(output));
    }
    return new LossFunction(loss, graph).of(arrays, targets).getFloat();
  }

  @Test
  void crossEntropyOfLabels() {
    double[][] logits = numbers(1);
    double expected = crossEntropy(logits, oneHot(), 0);
    assertEquals(expected, loss(new Loss.CrossEntropy(0), PLAIN, labels(), logits), 1e-6);
  }

  @Test
  void labelSmoothing() {
    double[][] logits = numbers(2);
    double expected = crossEntropy(logits, oneHot(), 0.3);
    assertEquals(expected, loss(new Loss.CrossEntropy(0.3), PLAIN, labels(), logits), 1e-6);
  }

  @Test
  void sharesOfMixedImages() {
    double[][] logits = numbers(3);
    double[][] shares = numbers(4);
    for (int i = 0; i < BATCH; i++) {
      shares[i] = softmax(shares[i], 1);
    }
    Targets mixed = new Targets.Shares(array(shares), manager.create(LABELS));
    assertEquals(
        crossEntropy(logits, shares, 0),
        loss(new Loss.CrossEntropy(0), PLAIN, mixed, logits),
        1e-6);
    assertEquals(
        crossEntropy(logits, shares, 0.1),
        loss(new Loss.CrossEntropy(0.1), PLAIN, mixed, logits),
        1e-6);
  }

  /** The head's weight is 0.3. */
  @Test
  void headsAddTheirsByWeight() {
    Graph graph =
        Net.of(dev.specc.op.Shape.of(3))
            .then("fc", new Linear(5, true))
            .head("aux", new Linear(5, true), "input0")
            .graph("fc");
    double[][] main = numbers(5);
    double[][] head = numbers(6);
    double expected = crossEntropy(main, oneHot(), 0.1) + 0.3 * crossEntropy(head, oneHot(), 0.1);
    assertEquals(expected, loss(new Loss.CrossEntropy(0.1), graph, labels(), main, head), 1e-6);
  }

  @Test
  void distillationFollowsTheTeacher() {
    double[][] student = numbers(7);
    double[][] teacher = numbers(8);
    Targets taught = new Targets.Taught(labels(), array(teacher));
    Loss loss = new Loss.Distillation("t.yaml", "t.safetensors", 4, 0.7, 0.1);
    double expected =
        0.7 * divergence(student, teacher, 4) + 0.3 * crossEntropy(student, oneHot(), 0.1);
    assertEquals(expected, loss(loss, PLAIN, taught, student), 1e-5);
  }

  @Test
  void distillationWithoutATeacherIsAMistakeOfTheCaller() {
    Loss loss = new Loss.Distillation("t.yaml", "t.safetensors", 4, 0.7, 0);
    assertThrows(IllegalArgumentException.class, () -> loss(loss, PLAIN, labels(), numbers(9)));
  }
}
