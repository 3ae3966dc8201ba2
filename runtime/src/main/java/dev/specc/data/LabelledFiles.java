package dev.specc.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The image files below a folder with one folder for each class, ordered by class and name.
 *
 * @param folder the one that holds the class folders
 * @param names of the files, from there; text takes less memory than paths
 * @param labels the class of each
 */
record LabelledFiles(Path folder, String[] names, int[] labels) {
  private static final Set<String> READ = Set.of("png", "jpg", "jpeg", "jpe");

  /** Kinds that are images, and are not read: left out, they would be missed. */
  private static final Set<String> NOT_READ =
      Set.of("gif", "bmp", "webp", "tif", "tiff", "ppm", "pgm", "jp2", "heic", "avif");

  int count() {
    return names.length;
  }

  Path path(int index) {
    return folder.resolve(names[index]);
  }

  /**
   * Lists the images of these classes, in folders within their folders too; links are followed.
   *
   * @param classes the name of each class's folder
   * @throws DataException where a class has none, a link leads back, or a folder cannot be read
   */
  static LabelledFiles in(Path folder, List<String> classes) {
    List<String> names = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path own = folder.resolve(classes.get(label));
      if (!Files.isDirectory(own)) {
        continue;
      }
      List<String> images = images(folder, own);
      if (images.isEmpty()) {
        throw new DataException(own + ": no image in this class folder (.png, .jpg or .jpeg)");
      }
      for (String image : images) {
        names.add(image);
        labels.add(label);
      }
    }
    return new LabelledFiles(
        folder,
        names.toArray(String[]::new),
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<String> images(Path folder, Path own) {
    List<String> images = new ArrayList<>();
    try {
      Files.walkFileTree(
          own,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isImage(file)) {
                images.add(folder.relativize(file).toString());
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (FileSystemLoopException e) {
      throw new DataException(e.getFile() + ": links go round in a circle here", e);
    } catch (IOException e) {
      throw new DataException(own + ": the folder cannot be read (" + e.getMessage() + ")", e);
    }
    images.sort(null);
    return images;
  }

  /**
   * Whether a file is an image by its name.
   *
   * @throws DataException where it is one of a kind that is not read
   */
  private static boolean isImage(Path file) {
    String kind = kind(file);
    if (NOT_READ.contains(kind) && !isHidden(file)) {
      throw new DataException(
          "%s: .%s images are not read; convert them to PNG or JPEG".formatted(file, kind));
    }
    return READ.contains(kind) && !isHidden(file);
  }

  /** The class folders of a folder, by name; hidden folders and what macOS adds to archives not. */
  static List<String> classesIn(Path folder) {
    return listed(folder)
        .filter(Files::isDirectory)
        .filter(f -> !isHidden(f) && !f.endsWith("__MACOSX"))
        .map(f -> String.valueOf(f.getFileName()))
        .sorted()
        .toList();
  }

  /** The images that lie in a folder itself. */
  static List<Path> imagesIn(Path folder) {
    return listed(folder)
        .filter(f -> READ.contains(kind(f)) && !isHidden(f) && !Files.isDirectory(f))
        .sorted()
        .toList();
  }

  private static Stream<Path> listed(Path folder) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      List<Path> files = new ArrayList<>();
      stream.forEach(files::add);
      return files.stream();
    } catch (IOException e) {
      throw new DataException(folder + ": the folder cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static boolean isHidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  private static String kind(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
