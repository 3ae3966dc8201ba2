package dev.specc.cli;

import dev.specc.checkpoint.CheckpointException;
import dev.specc.data.DataException;
import dev.specc.file.FileTrouble;
import dev.specc.file.UnfinishedFile;
import dev.specc.report.RunException;
import dev.specc.train.TrainingException;
import dev.specc.weights.WeightsException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Tells what the user can mend from what only specc's authors can. */
final class InputMistake {
  private InputMistake() {}

  /** One line about a mistake in what the user gave; empty where the exception is none. */
  static Optional<String> of(Exception e) {
    return switch (e) {
      case DataException data -> Optional.ofNullable(data.getMessage());
      case WeightsException file -> Optional.ofNullable(file.getMessage());
      case RunException run -> Optional.ofNullable(run.getMessage());
      case CheckpointException kept -> Optional.ofNullable(kept.getMessage());
      case TrainingException stopped -> Optional.ofNullable(stopped.getMessage());
      case UncheckedIOException wrapped -> of(wrapped.getCause());
      case FileSystemException file -> Optional.of(of(file));
      default -> Optional.empty();
    };
  }

  /**
   * Who reads a file that may not be there looks for it first, or says himself that it is missing.
   * So one that is missing here was to be written; or a link leads nowhere.
   */
  private static String of(FileSystemException e) {
    String file = Objects.requireNonNullElse(e.getFile(), "a file");
    String name = UnfinishedFile.place(file);
    boolean written = !name.equals(file);
    Path path = Path.of(name).toAbsolutePath();
    Path folder = path.getParent();
    return switch (e) {
      case AccessDeniedException denied when !written ->
          name + " may not be read or written (permission denied)";
      case NoSuchFileException gone when folder != null && !Files.exists(folder) ->
          "%s: there is no folder %s".formatted(name, folder);
      case NoSuchFileException gone when Files.isSymbolicLink(path) -> name + " does not exist";
      case NoSuchFileException gone ->
          "cannot write %s: %s takes no new files".formatted(name, folder);
      case FileSystemException other when Files.isDirectory(path) ->
          name + " is a folder, not a file";
      case FileSystemException other when written ->
          "cannot write %s: %s".formatted(name, FileTrouble.reason(e));
      case FileSystemException other ->
          name
              + " cannot be read or written: "
              + Objects.requireNonNullElse(e.getReason(), e.toString());
    };
  }
}
