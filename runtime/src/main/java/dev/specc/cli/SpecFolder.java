package dev.specc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The files of a folder and the folders below it; hidden folders are left alone. */
final class SpecFolder {
  private static final int HEAD = 1 << 16;

  private SpecFolder() {}

  static boolean is(String argument) {
    try {
      return !argument.isEmpty() && Files.isDirectory(Path.of(argument));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The specs of a folder by name; other YAML files are not ours. */
  static List<Path> specs(Path folder) throws IOException {
    return files(folder, SpecFolder::isSpec);
  }

  /** The specs and the recipes of a folder by name. */
  static List<Path> specsAndRecipes(Path folder) throws IOException {
    return files(folder, line -> isSpec(line) || line.matches("recipe:\\s*[0-9].*"));
  }

  private static List<Path> files(Path folder, Predicate<String> line) throws IOException {
    List<Path> specs = new ArrayList<>(files(folder, ".yaml"));
    specs.addAll(files(folder, ".yml"));
    specs.removeIf(file -> !Files.isRegularFile(file) || !has(file, line));
    Collections.sort(specs);
    return specs;
  }

  /** The files whose names end so, sorted. */
  static List<Path> files(Path folder, String end) throws IOException {
    Path real = folder.toRealPath(); // the folder itself may be a symbolic link
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
            boolean hidden = !below.equals(real) && name(below).startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (name(file).endsWith(end)) {
              found.add(folder.resolve(real.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(found);
    return found;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static boolean isSpec(String line) {
    return line.startsWith("specc:") || line.startsWith("net:");
  }

  private static boolean has(Path file, Predicate<String> line) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).lines().anyMatch(line);
    } catch (IOException e) {
      return true; // reading it reports why it cannot be read
    }
  }
}
