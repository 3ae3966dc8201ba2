package dev.specc.report;

import dev.specc.train.EpochResult;
import dev.specc.train.TrainableNet;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a training run leaves: {@code spec.yaml}, {@code settings.json}, {@code
 * metrics.csv}, {@code weights.safetensors} and {@code curves.png}.
 *
 * <p>At any moment the files in it are whole: a run that is cut off keeps the rows and the weights
 * of its last finished epoch.
 */
public final class RunFolder {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final int ATTEMPTS = 1000;

  private final Path path;

  /** In characters, which may have four bytes each; file systems take 255 of these. */
  private static final int MAX_NAME = 50;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes {@code parent/name-time}; where that exists, {@code -2} and so on is added. The name is a
   * spec's, and may be any text: what is no letter or digit becomes `_`, so that it is no path.
   *
   * @throws RunException where no folder can be made there
   */
  public static RunFolder create(Path parent, String name, LocalDateTime time) {
    try {
      Files.createDirectories(parent);
      String stamped = fileName(name) + "-" + STAMP.format(time);
      for (int i = 1; i <= ATTEMPTS; i++) {
        Path path = parent.resolve(i == 1 ? stamped : stamped + "-" + i);
        if (!Files.exists(path)) {
          return new RunFolder(Files.createDirectory(path)).withMetricsHeader();
        }
      }
      throw new RunException(parent + ": too many runs called " + stamped);
    } catch (IOException e) {
      throw new RunException(parent + ": no run folder can be made there (" + reason(e) + ")", e);
    }
  }

  private static String fileName(String name) {
    String plain = name.replaceAll("[^\\p{L}\\p{N}._+-]", "_").replaceFirst("^\\.+", "_");
    return plain
        .codePoints()
        .limit(MAX_NAME)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
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
      return new RunFolder(path).withMetricsHeader();
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
    if (!Files.isRegularFile(run.weights())) {
      throw new RunException(path + ": this run stopped before its first epoch ended: no weights");
    }
    return run;
  }

  public Path path() {
    return path;
  }

  public Path spec() {
    return path.resolve("spec.yaml");
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

  public Path curves() {
    return path.resolve("curves.png");
  }

  private RunFolder withMetricsHeader() throws IOException {
    Files.writeString(metrics(), MetricsTable.csvHeader(), StandardOpenOption.CREATE_NEW);
    return this;
  }

  /** Keeps the text of the spec and the settings. */
  public void begin(String specText, RunSettings settings) {
    try {
      Files.writeString(spec(), specText);
      Files.writeString(settings(), settings.json());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Adds the row of an epoch and keeps the weights as they are now. */
  public void epochEnded(EpochResult result, TrainableNet net) {
    try {
      net.save(weights());
      Files.writeString(metrics(), MetricsTable.csvRow(result), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Draws the curves. */
  public void draw(String title, List<EpochResult> results) {
    Path unfinished = path.resolve("curves.png.tmp");
    try {
      Files.write(unfinished, CurvesPlot.png(title, results));
      Files.move(unfinished, curves(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
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
