package dev.specc.cli;

import dev.specc.checkpoint.CheckpointException;
import dev.specc.data.DataException;
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

  private static String of(FileSystemException e) {
    String name = UnfinishedFile.place(Objects.requireNonNullElse(e.getFile(), "a file"));
    Path folder = Path.of(name).toAbsolutePath().getParent();
    return switch (e) {
      case AccessDeniedException denied -> name + " may not be read or written (permission denied)";
      case NoSuchFileException gone when folder != null && !Files.exists(folder) ->
          "%s: there is no folder %s".formatted(name, folder);
      case NoSuchFileException gone -> name + " does not exist";
      case FileSystemException other when Files.isDirectory(Path.of(name)) ->
          name + " is a folder, not a file";
      case FileSystemException other ->
          name
              + " cannot be read or written: "
              + Objects.requireNonNullElse(e.getReason(), e.toString());
    };
  }
}
