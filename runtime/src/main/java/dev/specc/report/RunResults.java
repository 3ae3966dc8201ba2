package dev.specc.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.data.Split;
import dev.specc.graph.Graph;
import dev.specc.report.plot.Mistakes;
import dev.specc.train.Examination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a report tells of a run.
 *
 * @param name of the run
 * @param rows of its epochs
 * @param heldOut the images that the rows tell of: those of validation, or of the test
 * @param examination of the weights at its end; null where it did not get there
 * @param mistakes with their images; null where these cannot be read
 */
public record RunResults(
    String name,
    Graph graph,
    String specText,
    JsonNode settings,
    List<MetricsRow> rows,
    Split heldOut,
    @Nullable Examination examination,
    @Nullable Mistakes mistakes) {
  public RunResults {
    rows = List.copyOf(rows);
  }
}
