package dev.specc.train;

import dev.specc.data.DataException;
import dev.specc.data.Dataset;
import dev.specc.data.ImageSet;
import dev.specc.data.InputFit;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import java.util.Comparator;

/** Whether a net and a dataset fit together. */
public final class NetFit {
  private NetFit() {}

  /**
   * How the images are made into the net's input.
   *
   * @throws DataException where the net takes several inputs or none that images can be made into,
   *     or does not give one number for each class
   */
  public static InputFit of(Graph graph, Dataset data) {
    if (graph.inputs().size() != 1) {
      throw new DataException(
          "the net takes %d inputs, and %s gives one image at a time"
              .formatted(graph.inputs().size(), data.name()));
    }
    requireClasses(graph.outputShape(), data);
    requireHeads(graph);
    return new InputFit(data.train(), graph.inputs().getFirst().output());
  }

  /** Whether a net gives a number for each class, so that there is a loss to learn by. */
  public static boolean learnsClasses(Graph graph) {
    return graph.outputShape().rank() == 1;
  }

  /**
   * @throws DataException where an auxiliary head cannot learn what the net's first output learns
   */
  public static void requireHeads(Graph graph) {
    for (Graph.Head head : graph.heads()) {
      Shape shape = graph.node(head.node()).output();
      if (!shape.equals(graph.outputShape())) {
        throw new DataException(
            "the head `%s` gives %s, and the net gives %s: a head learns the same classes"
                .formatted(head.name(), shape, graph.outputShape()));
      }
    }
  }

  private static void requireClasses(Shape output, Dataset data) {
    int classes = data.classes().size();
    if (output.rank() != 1 || output.channels() != classes) {
      throw new DataException(
          "the net gives %s for an image, and %s has %d classes%s: the net must give [%d]"
              .formatted(output, data.name(), classes, largestLabel(data), classes));
    }
  }

  /** Where classes are only numbers, which label makes them so many: a corrupt file may be why. */
  private static String largestLabel(Dataset data) {
    int last = data.classes().size() - 1;
    if (!data.classes().getLast().equals(String.valueOf(last))) {
      return "";
    }
    ImageSet with =
        data.splits().values().stream()
            .max(Comparator.comparingInt(ImageSet::classesSeen))
            .orElseThrow();
    int place = with.largestLabel();
    return " (%s has label %d at image %,d)"
        .formatted(with.labelSource(), with.label(place), place);
  }
}
