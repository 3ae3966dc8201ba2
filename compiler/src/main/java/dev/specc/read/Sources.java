package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.source.SourceFile;

/** Where texts come from: the file system, or a map in a test. */
public interface Sources {
  /** A text, or why there is none. */
  sealed interface Loaded {
    record Text(SourceFile file) implements Loaded {}

    /**
     * @param message what is wrong, as a sentence that names the file
     */
    record Failed(Code code, String message) implements Loaded {}
  }

  /** Loads the spec of this name. */
  Loaded load(String name);

  /**
   * Loads what a spec imports.
   *
   * @param importer the name of the importing spec
   * @param target what it imports: {@code std/inception}, or a path below the importer's folder,
   *     with or without {@code .yaml}
   */
  Loaded loadImport(String importer, String target);
}
