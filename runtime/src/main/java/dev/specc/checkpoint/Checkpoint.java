package dev.specc.checkpoint;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.graph.Architecture;
import dev.specc.train.Progress;
import dev.specc.weights.StateDict;
import dev.specc.weights.WeightsException;
import dev.specc.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file whose content is as it was written: how far a run had come, of which net, and all tensors
 * that it needs to go on.
 *
 * @param architecture of the net that was trained
 */
public record Checkpoint(Path file, Progress progress, Architecture architecture) {
  private static final String PROGRESS = "specc.progress";
  private static final String ARCHITECTURE = "specc.architecture";
  private static final JsonMapper JSON = new JsonMapper();

  /** What the file says besides its tensors. */
  static Map<String, String> metadata(Progress progress, Architecture architecture) {
    try {
      return Map.of(
          PROGRESS, JSON.writeValueAsString(progress),
          ARCHITECTURE, String.join("\n", architecture.lines()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers is JSON", e);
    }
  }

  /**
   * @throws CheckpointException where the file is no checkpoint
   */
  static Checkpoint read(Path path) {
    try (WeightsFile file = WeightsFile.open(path)) {
      Map<String, String> metadata = file.metadata();
      if (!metadata.containsKey(PROGRESS) || !metadata.containsKey(ARCHITECTURE)) {
        throw new CheckpointException(path + ": holds weights, but is no checkpoint of a run");
      }
      Progress progress = JSON.readValue(metadata.get(PROGRESS), Progress.class);
      return new Checkpoint(
          path, progress, new Architecture(List.of(metadata.get(ARCHITECTURE).split("\n"))));
    } catch (JsonProcessingException e) {
      throw new CheckpointException(path + ": no checkpoint of this version of specc", e);
    } catch (IOException | WeightsException e) {
      throw new CheckpointException(path + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Sets a net's state to what it was.
   *
   * @param net what the net is now
   * @param state its arrays, which get the values of the file
   * @throws CheckpointException naming the first difference, where the checkpoint is of another net
   */
  public void restore(Architecture net, Map<String, NDArray> state) {
    architecture
        .firstDifference(net)
        .ifPresent(
            difference -> {
              throw new CheckpointException(otherNet(difference));
            });
    try (WeightsFile weights = WeightsFile.open(file)) {
      StateDict.restore(weights, state);
    } catch (IOException e) {
      throw new CheckpointException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private String otherNet(Architecture.Difference lines) {
    Architecture.Difference difference = lines.values();
    return """
        %s: is of another net. The first difference:
          in the checkpoint: %s
          in the spec:       %s"""
        .formatted(file, orNothing(difference.here()), orNothing(difference.there()));
  }

  private static String orNothing(String line) {
    return line.isEmpty() ? "(nothing)" : line;
  }
}
