package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Fix;
import dev.specc.read.FileSources;
import dev.specc.repair.Repair;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Applies fixes to specs on disk, one at a time, until none is left. */
final class FixedFiles {
  private static final int MAX_FIXES = 100;

  private final PrintWriter log;

  FixedFiles(PrintWriter log) {
    this.log = log;
  }

  void fix(List<Compiler.Request> requests) throws IOException {
    for (Compiler.Request request : requests) {
      for (int i = 0; i < MAX_FIXES; i++) {
        Optional<Diagnostic> mendable = mendable(request);
        if (mendable.isEmpty()) {
          break;
        }
        apply(mendable.get().fix().orElseThrow());
      }
    }
  }

  /** The first error with a fix in the spec's own file: imported files are not ours to edit. */
  private static Optional<Diagnostic> mendable(Compiler.Request request) {
    FileSources sources = new FileSources();
    return Repair.of(sources, new Compiler(sources).compile(request)).stream()
        .filter(d -> d.fix().isPresent())
        .filter(d -> file(d.fix().orElseThrow()).equals(request.spec()))
        .findFirst();
  }

  private static String file(Fix fix) {
    return fix.edit().span().file().name();
  }

  /**
   * Rewrites the file through a copy, so that it is never half written, and keeps its permissions
   * and its owner.
   */
  private void apply(Fix fix) throws IOException {
    Edit edit = fix.edit();
    Path file = Path.of(file(fix)).toRealPath();
    Path copy = copyBeside(file);
    try {
      Files.copy(
          file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(copy, edit.apply());
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(copy);
    }
    log.println("fixed " + edit.span() + ": " + fix.title());
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
