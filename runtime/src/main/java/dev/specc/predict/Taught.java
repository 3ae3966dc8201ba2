package dev.specc.predict;

import ai.djl.Device;
import dev.specc.data.DataException;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.recipe.Loss;
import dev.specc.train.Teacher;
import dev.specc.transform.Selection;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The teacher that a loss asks for, for as long as training takes.
 *
 * @param net to close afterwards
 */
public record Taught(Teacher teacher, Optional<Predictor> net) implements AutoCloseable {
  /**
   * @param compile the net of a teacher's spec
   * @throws DataException where the teacher takes or gives other shapes than the student
   * @throws dev.specc.weights.WeightsException where its weights are another net's
   */
  public static Taught by(
      Loss loss, Function<String, Graph> compile, Graph student, Device device) {
    return switch (loss) {
      case Loss.CrossEntropy plain -> new Taught(Teacher.none(), Optional.empty());
      case Loss.Distillation distillation ->
          by(distillation, compile.apply(distillation.teacher()), student, device);
    };
  }

  private static Taught by(Loss.Distillation loss, Graph graph, Graph student, Device device) {
    if (!shapes(graph).equals(shapes(student))) {
      throw new DataException(
          "the teacher %s makes %s, and the net makes %s: both must be equal"
              .formatted(loss.teacher(), shapes(graph), shapes(student)));
    }
    Path weights = Path.of(loss.weights());
    Predictor net =
        new Predictor(graph, graph, weights, Selection.DEFAULT, device, Precision.FLOAT32);
    return new Taught(Teacher.of(net), Optional.of(net));
  }

  private static String shapes(Graph graph) {
    return graph.outputShape() + " of " + graph.inputs().getFirst().output();
  }

  @Override
  public void close() {
    net.ifPresent(Predictor::close);
  }
}
