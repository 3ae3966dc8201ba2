package dev.specc.report;

import ai.djl.ndarray.NDArray;
import dev.specc.train.EpochResult;
import dev.specc.train.Evaluation;
import dev.specc.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that a training run leaves: {@code spec.yaml}, {@code recipe.yaml}, {@code
 * settings.json}, {@code metrics.csv}, {@code weights.safetensors} and {@code curves.png}.
 *
 * <p>At any moment the files in it are whole: a run that is cut off keeps the rows and the weights
 * of its last finished epoch.
 */
public final class RunFolder {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final int ATTEMPTS = 1000;

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes {@code parent/name-time}; where that exists, {@code -2} and so on is added.
   *
   * @throws RunException where no folder can be made there
   */
  public static RunFolder create(Path parent, String name, LocalDateTime time) {
    try {
      Files.createDirectories(parent);
      String stamped = name + "-" + STAMP.format(time);
      for (int i = 1; i <= ATTEMPTS; i++) {
        Path path = parent.resolve(i == 1 ? stamped : stamped + "-" + i);
        if (!Files.exists(path)) {
          return new RunFolder(Files.createDirectory(path));
        }
      }
      throw new RunException(parent + ": too many runs called " + stamped);
    } catch (IOException e) {
      throw new RunException(parent + ": no run folder can be made there (" + reason(e) + ")", e);
    }
  }

  /**
   * Makes a folder of this very name.
   *
   * @throws RunException where it holds anything already, or cannot be made
   */
  public static RunFolder createAt(Path path) {
    try {
      Files.createDirectories(path);
      try (Stream<Path> content = Files.list(path)) {
        if (content.findAny().isPresent()) {
          throw new DirectoryNotEmptyException(path.toString());
        }
      }
      return new RunFolder(path);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      throw new RunException(path + ": exists already, and a run never overwrites anything", e);
    } catch (IOException e) {
      throw new RunException(path + ": cannot be made (" + reason(e) + ")", e);
    }
  }

  /**
   * An existing run.
   *
   * @throws RunException where the folder lacks a file that every run has
   */
  public static RunFolder open(Path path) {
    RunFolder run = new RunFolder(path);
    if (!Files.isDirectory(path)) {
      throw new RunException(path + ": no such folder");
    }
    for (Path file : List.of(run.spec(), run.settings())) {
      if (!Files.isRegularFile(file)) {
        throw new RunException(
            "%s: no run folder: it has no %s".formatted(path, file.getFileName()));
      }
    }
    return run;
  }

  /**
   * The weights to test or predict with.
   *
   * @throws RunException where no epoch ended yet
   */
  public Path trainedWeights() {
    if (!Files.isRegularFile(weights())) {
      throw new RunException(path + ": this run stopped before its first epoch ended: no weights");
    }
    return weights();
  }

  public Path path() {
    return path;
  }

  public Path spec() {
    return path.resolve("spec.yaml");
  }

  public Path recipe() {
    return path.resolve("recipe.yaml");
  }

  public Path settings() {
    return path.resolve("settings.json");
  }

  public Path metrics() {
    return path.resolve("metrics.csv");
  }

  public Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** Where the run's checkpoints are. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** The weights of the epoch that did best on the held-out images. */
  public Path bestWeights() {
    return path.resolve("best.safetensors");
  }

  public Path curves() {
    return path.resolve("curves.png");
  }

  /** Keeps the texts of the spec and the recipe, and the settings. */
  public void begin(SpecFiles files, String recipeText, RunSettings settings) {
    try {
      Files.writeString(spec(), files.spec());
      for (Map.Entry<String, String> imported : files.imports().entrySet()) {
        Path file = path.resolve(imported.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, imported.getValue(), StandardOpenOption.CREATE_NEW);
      }
      Files.writeString(recipe(), recipeText);
      Files.writeString(settings(), settings.json());
      Files.writeString(metrics(), MetricsTable.csv(List.of()));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Keeps the metrics of all epochs so far, and the weights as they are now; those of the best
   * epoch a second time.
   */
  public void epochEnded(List<EpochResult> results, Map<String, NDArray> net, boolean best) {
    try {
      SafetensorsFile.write(weights(), Map.of(), net);
      if (best) {
        SafetensorsFile.write(bestWeights(), Map.of(), net);
      }
      replace(metrics(), MetricsTable.csv(results).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Draws the curves. */
  public void finish(String title, List<EpochResult> results, Evaluation tested) {
    String heading = String.format(Locale.ROOT, "%s: test accuracy %.4f", title, tested.accuracy());
    try {
      replace(curves(), CurvesPlot.png(heading, results));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(unfinished, content);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was trained, and on what. */
  public RunSettings.Net readSettings() {
    try {
      return RunSettings.parse(settings().toString(), Files.readString(settings()));
    } catch (IOException e) {
      throw new RunException(settings() + ": cannot be read (" + reason(e) + ")", e);
    }
  }

  private RunException cannotWrite(IOException e) {
    return new RunException(path + ": cannot be written (" + reason(e) + ")", e);
  }

  /** An {@link IOException}'s message is often only the name of a file. */
  private static String reason(IOException e) {
    String kind = e.getClass().getSimpleName().replace("Exception", "");
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }
}
