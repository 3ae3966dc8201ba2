package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Specs from the file system, and the standard library ({@code std/}) from the class path. */
public final class FileSources implements Sources {
  /** A spec is at most this long. */
  public static final int MAX_BYTES = 8 << 20;

  private static final String YAML = ".yaml";

  @Override
  public Loaded load(String name) {
    return path(name)
        .map(path -> load(name, path))
        .orElseGet(() -> unreadable(name, "is not a path"));
  }

  @Override
  public Loaded loadImport(String importer, String target) {
    String name = withEnding(target);
    if (!isBelow(name)) {
      return failed(
          Code.BAD_IMPORT,
          "an import is `std/NAME` or a path below the folder of the importing file");
    }
    return name.startsWith(Packaged.STD) ? loadStandard(name) : loadBelow(importer, name);
  }

  @Override
  public Loaded loadRecipe(String spec, String target) {
    String name = withEnding(target);
    if (!isBelow(name)) {
      return failed(
          Code.BAD_RECIPE, "a recipe is `recipes/NAME` or a path below the folder of the spec");
    }
    Loaded own = loadBelow(spec, name);
    return own instanceof Loaded.Failed && name.startsWith(Packaged.RECIPES)
        ? packaged(name)
            .orElseGet(
                () ->
                    failed(Code.BAD_RECIPE, "neither here nor in specc there is a `" + name + "`"))
        : own;
  }

  /**
   * Loads a recipe that a user names.
   *
   * @param name a path, or the name of a recipe that comes with specc, with or without {@code
   *     recipes/} and {@code .yaml}
   */
  public Loaded loadRecipe(String name) {
    boolean isFile = path(name).filter(Files::exists).isPresent();
    if (isFile || name.isEmpty() || !isBelow(name)) {
      return load(name);
    }
    String ended = withEnding(name);
    String below = ended.startsWith(Packaged.RECIPES) ? ended : Packaged.RECIPES + ended;
    return packaged(below)
        .orElseGet(
            () ->
                unreadable(
                    name,
                    "does not exist, and no recipe of this name comes with specc: "
                        + Packaged.recipeHelp(name.replace(YAML, ""))));
  }

  private static String withEnding(String name) {
    return name.endsWith(YAML) ? name : name + YAML;
  }

  private static boolean isBelow(String name) {
    return !name.startsWith("/")
        && !name.contains("\\")
        && !name.contains("..")
        && !name.contains(":");
  }

  private static Loaded loadBelow(String importer, String name) {
    Path importing = Path.of(importer);
    Path folder = Optional.ofNullable(importing.getParent()).orElse(Path.of(""));
    return path(name)
        .map(folder::resolve)
        .map(path -> staysBelow(folder, path) ? load(path.toString(), path) : climbs(name))
        .orElseGet(() -> unreadable(name, "is not a path"));
  }

  private static Loaded climbs(String name) {
    return failed(Code.BAD_IMPORT, "`" + name + "` leads out of the importing file's folder");
  }

  /** Whether the file, with symbolic links followed, lies below the folder. */
  private static boolean staysBelow(Path folder, Path path) {
    try {
      return !Files.exists(path)
          || path.toRealPath().startsWith(folder.toAbsolutePath().toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static Loaded loadStandard(String name) {
    return packaged(name)
        .orElseGet(() -> failed(Code.BAD_IMPORT, "the standard library has no `" + name + "`"));
  }

  private static Optional<Loaded> packaged(String name) {
    try {
      return Packaged.bytes(name).map(bytes -> text(name, bytes));
    } catch (IOException e) {
      return Optional.of(unreadable(name, "cannot be read: " + e.getMessage()));
    }
  }

  private static Loaded load(String name, Path path) {
    if (Files.isDirectory(path)) {
      boolean run = Files.isRegularFile(path.resolve("spec.yaml"));
      return unreadable(
          name, "is a folder, not a file" + (run ? "; its spec is " + name + "/spec.yaml" : ""));
    }
    if (!Files.exists(path)) {
      String meant = Neighbours.meant(path).map(m -> ": did you mean `" + m + "`?").orElse("");
      return unreadable(name, "does not exist" + meant);
    }
    if (!Files.isRegularFile(path)) {
      return unreadable(name, "is not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? tooLarge(name) : text(name, bytes);
    } catch (AccessDeniedException e) {
      return unreadable(name, "may not be read (permission denied)");
    } catch (IOException e) {
      return unreadable(name, "cannot be read: " + e.getMessage());
    }
  }

  private static Loaded text(String name, byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(left).toString();
      return new Loaded.Text(new SourceFile(name, text));
    } catch (CharacterCodingException e) {
      return failed(
          Code.NOT_TEXT,
          "%s is not UTF-8 text: line %d holds the byte 0x%02X"
              .formatted(name, lineAt(bytes, left.position()), bytes[left.position()]));
    }
  }

  /** The number, from 1, of the line in which this byte stands. */
  private static int lineAt(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private static Optional<Path> path(String name) {
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Loaded tooLarge(String name) {
    return failed(
        Code.FILE_TOO_LARGE, name + " is larger than " + (MAX_BYTES >> 20) + " MiB: no spec");
  }

  private static Loaded unreadable(String name, String why) {
    return failed(Code.FILE_NOT_READABLE, (name.isEmpty() ? "an empty name" : name) + " " + why);
  }

  private static Loaded failed(Code code, String message) {
    return new Loaded.Failed(code, message);
  }
}
