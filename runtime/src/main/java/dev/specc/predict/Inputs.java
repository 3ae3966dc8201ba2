package dev.specc.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.DataException;
import dev.specc.data.NpyReader;
import dev.specc.graph.Graph;
import java.nio.file.Path;
import java.util.List;

/** Inputs of a net from files, of which some are read at a time. */
public sealed interface Inputs extends AutoCloseable permits Rows, Pictures, TrainedPictures {
  /** The shape of all of them, [N, C, H, W] or [N, F]. */
  List<Long> dims();

  /** What to call one: its file, or its number in the array. */
  String name(int index);

  /**
   * Some inputs as the net takes them, float32 [count, C, H, W] or [count, F].
   *
   * @param manager whose device they go to; it owns them
   * @throws DataException where a file cannot be read
   */
  NDArray batch(NDManager manager, long from, int count);

  @Override
  void close();

  /**
   * Opens one .npy file, or PNG and JPEG files.
   *
   * @param net what they are for
   * @throws DataException where a file is not there, corrupt, or something else
   */
  static Inputs open(List<Path> files, Graph net, Treatment treatment) {
    Path first = files.getFirst();
    if (NpyReader.isArray(first) || first.toString().endsWith(".npy")) {
      if (files.size() > 1) {
        throw new DataException(
            "%s: an array is a batch of its own, and %d files are given: give one array, or pictures"
                .formatted(first, files.size()));
      }
      return new Rows(NpyReader.open(first));
    }
    return switch (treatment) {
      case Treatment.AsTheyAre plain -> Pictures.open(files, net);
      case Treatment.AsTrained trained ->
          new TrainedPictures(files, trained, net.inputs().getFirst().output());
    };
  }
}
