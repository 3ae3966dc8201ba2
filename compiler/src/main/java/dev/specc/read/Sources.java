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

  /**
   * Loads the recipe that a spec names.
   *
   * @param spec the name of the spec
   * @param target a path below the spec's folder, or a recipe that comes with specc: {@code
   *     recipes/fashion-lenet}; with or without {@code .yaml}
   */
  default Loaded loadRecipe(String spec, String target) {
    return loadImport(spec, target);
  }
}
