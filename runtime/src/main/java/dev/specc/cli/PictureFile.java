package dev.specc.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The file of {@code --out}, where a picture is drawn. */
final class PictureFile {
  private PictureFile() {}

  static boolean isPng(Path file) {
    return file.toString().endsWith(".png");
  }

  /**
   * @param kinds what {@code --out} may be
   * @return a complaint that names a file which it may be
   */
  static ParameterException isNone(CommandLine line, Path file, String kinds) {
    return new ParameterException(line, "--out is %s: name it `%s.png`".formatted(kinds, file));
  }
}
