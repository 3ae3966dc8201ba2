package dev.specc.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written beside its place and takes it in one move: whoever looks, now or after a
 * loss of power, sees the old file or the whole new one.
 */
public final class UnfinishedFile implements AutoCloseable {
  private static final String ENDING = ".tmp";

  private final Path place;
  private final Path path;

  /**
   * @param place where the file belongs; what is there stays until {@link #finish}
   */
  public UnfinishedFile(Path place) {
    this.place = place;
    this.path = place.resolveSibling(place.getFileName() + ENDING);
  }

  /** The file to write. */
  public Path path() {
    return path;
  }

  /** All is written and closed: the file takes its place. */
  public void finish() throws IOException {
    Files.move(path, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was not finished goes. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Where a file belongs that may be an unfinished one: its user knows only the place. */
  public static String place(String file) {
    return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
  }
}
