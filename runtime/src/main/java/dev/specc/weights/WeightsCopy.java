package dev.specc.weights;

import dev.specc.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what a net takes from a file as a file of its own: every tensor, in the net's order. */
public final class WeightsCopy {
  /** The name of a run's weights, and of those that are written into a folder. */
  public static final String FILE_NAME = "weights.safetensors";

  /** The initial values of a net's parameters. */
  public interface Initial {
    /** The numbers of a parameter. */
    SafetensorsWriter.Bytes of(NamedParameter parameter);
  }

  private WeightsCopy() {}

  /** The file of weights that a path means: one in a folder, such as a run's, or itself. */
  public static Path in(Path path) {
    return Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
  }

  /** Where to write: a file where the path ends in {@code .safetensors}, otherwise a folder. */
  public static Path target(Path path) throws IOException {
    if (path.toString().endsWith(".safetensors") && !Files.isDirectory(path)) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      return path;
    }
    return Files.createDirectories(path).resolve(FILE_NAME);
  }

  /** Writes every parameter of the graph, all of which the file has. */
  public static void write(Path to, Graph graph, WeightsMatch match) throws IOException {
    write(
        to,
        graph,
        match,
        p -> {
          throw new IllegalStateException(p.name() + " is not in " + match.file());
        });
  }

  /** Writes every parameter of the graph, from the file where it fits, else its initial value. */
  public static void write(Path to, Graph graph, WeightsMatch match, Initial initial)
      throws IOException {
    Map<String, StoredTensor> taken = new HashMap<>();
    match.fitting().forEach(p -> taken.put(p.parameter().name(), p.tensor()));
    List<SafetensorsWriter.Named> tensors = new ArrayList<>();
    for (NamedParameter p : NamedParameter.of(graph)) {
      ElementType type = type(p);
      SafetensorsWriter.Bytes bytes =
          taken.containsKey(p.name())
              ? out -> ArrayBytes.write(taken.get(p.name()).read(type), out)
              : isCount(p) ? out -> out.write(new byte[type.bytes()]) : initial.of(p);
      tensors.add(new SafetensorsWriter.Named(p.name(), type, p.dims(), bytes));
    }
    SafetensorsWriter.write(to, Map.of(), tensors);
  }

  private static ElementType type(NamedParameter parameter) {
    return isCount(parameter) ? ElementType.I64 : ElementType.F32;
  }

  private static boolean isCount(NamedParameter parameter) {
    return switch (parameter.spec().kind()) {
      case BATCH_COUNT -> true;
      case WEIGHT, BIAS, SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE -> false;
    };
  }
}
