package dev.specc.cli;

import dev.specc.data.DataException;
import dev.specc.graph.Graph;
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
  static Taught by(CommandLine command, Loss loss, Graph student) {
    return switch (loss) {
      case Loss.CrossEntropy plain -> new Taught(Teacher.none(), Optional.empty());
      case Loss.Distillation distillation -> by(command, distillation, student);
    };
  }

  private static Taught by(CommandLine command, Loss.Distillation loss, Graph student) {
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
    Predictor net = new Predictor(graph, graph, Path.of(loss.weights()), Selection.DEFAULT);
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
