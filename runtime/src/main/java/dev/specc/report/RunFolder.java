package dev.specc.report;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.data.Split;
import dev.specc.file.FileTrouble;
import dev.specc.file.UnfinishedFile;
import dev.specc.report.tensorboard.EventFile;
import dev.specc.train.EpochResult;
import dev.specc.train.Evaluation;
import dev.specc.train.TrainingProgress;
import dev.specc.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that a training run leaves: {@code spec.yaml}, {@code recipe.yaml}, {@code
 * settings.json}, {@code weights.safetensors}, checkpoints, metrics as CSV, JSON lines and
 * TensorBoard's events, and what {@link RunReport} makes of it: pictures and a page.
 *
 * <p>At any moment the files in it are whole: a run that is cut off keeps the rows and the weights
 * of its last finished epoch.
 */
public final class RunFolder {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final int ATTEMPTS = 1000;

  /** In characters, which may have four bytes each; file systems take 255 of these. */
  private static final int MAX_NAME = 50;

  private final Path path;

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
          return new RunFolder(Files.createDirectory(path));
        }
      }
      throw new RunException(parent + ": too many runs called " + stamped);
    } catch (IOException e) {
      throw new RunException(
          parent + ": no run folder can be made there (" + FileTrouble.reason(e) + ")", e);
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
      return new RunFolder(path);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      throw new RunException(path + ": exists already, and a run never overwrites anything", e);
    } catch (IOException e) {
      throw new RunException(path + ": cannot be made (" + FileTrouble.reason(e) + ")", e);
    }
  }

  /**
   * An existing run, perhaps one that has no weights yet.
   *
   * @throws RunException where the folder lacks a file that every run has
   */
  public static RunFolder open(Path path) {
    RunFolder run = new RunFolder(path);
    if (!Files.isDirectory(path)) {
      throw new RunException(
          path + (Files.exists(path) ? ": is a file, not a run folder" : ": no such folder"));
    }
    if (!Files.isRegularFile(run.spec())) {
      throw new RunException(path + ": no run folder: it has no spec.yaml");
    }
    if (!Files.isRegularFile(run.settings())) {
      throw new RunException(
          path
              + ": has no settings.json: training was stopped before it began. Remove the folder,"
              + " and train again");
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

  public Path settings() {
    return path.resolve("settings.json");
  }

  public Path images() {
    return path.resolve("images.json");
  }

  public Path metrics() {
    return path.resolve("metrics.csv");
  }

  public Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** The weights of the epoch that did best on the held-out images. */
  public Path bestWeights() {
    return path.resolve("best.safetensors");
  }

  /** Where the run's checkpoints are. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** How it is trained, with every value. */
  public Path recipe() {
    return path.resolve("recipe.yaml");
  }

  public Path curves() {
    return path.resolve("curves.png");
  }

  /** A JSON object for each epoch: the columns of {@link #metrics}. */
  public Path metricLines() {
    return path.resolve("metrics.jsonl");
  }

  /** What TensorBoard reads. */
  public Path events() {
    return path.resolve("events.out.tfevents.specc");
  }

  /** The accuracy at the end: of all, and of each class. */
  public Path evaluation() {
    return path.resolve("evaluation.json");
  }

  /** What the net said of each held-out image at the end. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  public Path confusion() {
    return path.resolve("confusion.png");
  }

  public Path mistakes() {
    return path.resolve("mistakes.png");
  }

  public Path report() {
    return path.resolve("report.html");
  }

  /** Keeps the texts of the spec and the recipe, what the images are, and the settings. */
  public void begin(
      SpecFiles files, String recipeText, TrainingImages images, RunSettings settings) {
    // Made before the first file is written: a run that is cut off here cannot be gone on with.
    String imagesJson = images.json();
    String settingsJson = settings.json();
    write(
        () -> {
          Files.writeString(spec(), files.spec());
          for (Map.Entry<String, String> imported : files.imports().entrySet()) {
            Path file = path.resolve(imported.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, imported.getValue(), StandardOpenOption.CREATE_NEW);
          }
          Files.writeString(recipe(), recipeText);
          Files.writeString(images(), imagesJson);
          Files.writeString(settings(), settingsJson);
        });
    keepRows(List.of());
  }

  /** Tells TensorBoard how training goes within an epoch; call it every few steps. */
  public void progressed(TrainingProgress progress) {
    long step = (progress.epoch() - 1L) * progress.steps() + progress.step();
    write(() -> new EventFile(events()).scalars(step, Instant.now(), EventTags.of(progress)));
  }

  /**
   * Keeps the metrics of all epochs so far, and the weights as they are now; those of the best
   * epoch a second time.
   */
  public void epochEnded(List<EpochResult> results, Map<String, NDArray> weights, boolean best) {
    write(
        () -> {
          SafetensorsFile.write(weights(), Map.of(), weights);
          if (best) {
            SafetensorsFile.write(bestWeights(), Map.of(), weights);
          }
        });
    keepRows(results.stream().map(MetricsRow::of).toList());
    MetricsRow row = MetricsRow.of(results.getLast());
    write(() -> new EventFile(events()).scalars(row.epoch(), Instant.now(), EventTags.of(row)));
  }

  /** Goes back to the end of some epoch: what comes after it in the metrics will be done again. */
  public void resume(List<EpochResult> results) {
    keepRows(results.stream().map(MetricsRow::of).toList());
    write(
        () -> {
          if (results.isEmpty()) {
            Files.deleteIfExists(events());
          } else {
            new EventFile(events()).keep(EventTags.OF_EPOCHS, results.size());
          }
        });
  }

  private void keepRows(List<MetricsRow> rows) {
    StringBuilder csv = new StringBuilder(MetricsTable.csvHeader());
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> csv.append(MetricsTable.csvRow(row)));
    rows.forEach(row -> lines.append(MetricsTable.jsonLine(row)));
    replace(metrics(), csv.toString().getBytes(StandardCharsets.UTF_8));
    replace(metricLines(), lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The rows of all epochs that ended. */
  public List<MetricsRow> rows() {
    return MetricsTable.parse(metrics().toString(), read(metrics()).lines().toList());
  }

  /** Writes a file in one move, so that it is whole at any moment. */
  void replace(Path file, byte[] content) {
    write(
        () -> {
          try (UnfinishedFile unfinished = new UnfinishedFile(file)) {
            Files.write(unfinished.path(), content);
            unfinished.finish();
          }
        });
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new RunException(path + ": cannot be written (" + FileTrouble.reason(e) + ")", e);
    }
  }

  /** The text of a file of the run. */
  String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new RunException(file + ": cannot be read (" + FileTrouble.reason(e) + ")", e);
    }
  }

  /** The settings as they were written, and the recipe's values beside them. */
  public JsonNode settingsJson() {
    String values = Files.exists(recipe()) ? read(recipe()) : "{}";
    return RunSettings.tree(settings().toString(), read(settings()), values);
  }

  /**
   * What it learned from; empty where the folder does not say it.
   *
   * @throws RunException where it was changed
   */
  public Optional<TrainingImages> readImages() {
    return Files.exists(images())
        ? Optional.of(TrainingImages.parse(images().toString(), read(images())))
        : Optional.empty();
  }

  /** Which images the metrics of its epochs are of: those of validation, or of the test. */
  public Split heldOut() {
    return readImages()
        .map(TrainingImages::heldOut)
        .orElseGet(
            () -> {
              JsonNode recipe = settingsJson().path("recipe");
              String validation = recipe.path("data").path("validation").asText("none");
              return validation.equals("none") ? Split.TEST : Split.VALIDATION;
            });
  }

  /** How the net did at the run's end; empty where the run did not get there. */
  public Optional<Evaluation> readEvaluation() {
    return Files.exists(evaluation())
        ? Optional.of(EvaluationReport.parse(evaluation().toString(), read(evaluation())))
        : Optional.empty();
  }

  /** What was trained, and on what. */
  public RunSettings.Net readSettings() {
    return RunSettings.parse(settings().toString(), read(settings()));
  }
}
