package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Fix;
import dev.specc.read.FileSources;
import dev.specc.repair.FixSequence;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Applies fixes to specs on disk: those with which each is better than before. */
final class FixedFiles {
  private final PrintWriter log;

  FixedFiles(PrintWriter log) {
    this.log = log;
  }

  void fix(List<Compiler.Request> requests) throws IOException {
    for (Compiler.Request request : requests) {
      List<Fix> fixes = FixSequence.of(new FileSources(), request);
      if (!fixes.isEmpty()) {
        write(fixes.getLast().edit());
        fixes.forEach(fix -> log.println("fixed " + fix.edit().span() + ": " + fix.title()));
      }
    }
  }

  /**
   * Rewrites the file through a copy, so that it is never half written, and keeps its permissions
   * and its owner.
   */
  private static void write(Edit edit) throws IOException {
    Path file = Path.of(edit.span().file().name()).toRealPath();
    Path copy = copyBeside(file);
    try {
      Files.copy(
          file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(copy, edit.apply());
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** Where that is not allowed, the user knows the file and not its copy. */
  private static Path copyBeside(Path file) throws IOException {
    try {
      return Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(file.getParent().toString());
    }
  }
}
