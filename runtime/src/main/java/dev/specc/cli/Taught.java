package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.DataException;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.predict.Predictor;
import dev.specc.recipe.Loss;
import dev.specc.train.Teacher;
import dev.specc.transform.Selection;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The teacher that a loss asks for, for as long as training takes.
 *
 * @param net to close afterwards
 */
record Taught(Teacher teacher, Optional<Predictor> net) implements AutoCloseable {
  /**
   * @throws DataException where the teacher cannot be compiled, or takes or gives other shapes than
   *     the student
   */
  static Taught by(CommandLine command, Loss loss, Graph student, Device device) {
    return switch (loss) {
      case Loss.CrossEntropy plain -> new Taught(Teacher.none(), Optional.empty());
      case Loss.Distillation distillation -> by(command, distillation, student, device);
    };
  }

  private static Taught by(
      CommandLine command, Loss.Distillation loss, Graph student, Device device) {
    Graph graph =
        SpecSource.withoutWarnings()
            .compile(command, loss.teacher(), Map.of(), "")
            .orElseThrow(() -> new DataException("the teacher " + loss.teacher() + " has errors"))
            .graph();
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
