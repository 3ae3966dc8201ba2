package dev.specc.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the picture of a net is written as. */
enum GraphFormat {
  SVG(".svg"),
  DOT(".dot", ".gv"),
  MERMAID(".mmd", ".mermaid", ".md");

  /** Endings of pictures of other kinds, which a viewer would open as what they are not. */
  private static final List<String> OTHERS =
      List.of(
          ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".pdf", ".ps", ".eps");

  private final List<String> endings;

  GraphFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /**
   * The format that was given, else the one that the file's ending tells, else SVG.
   *
   * @param given null where {@code --format} was not
   * @param out null for stdout
   * @throws ParameterException where the file would not hold what its ending says
   */
  static GraphFormat of(CommandLine line, @Nullable GraphFormat given, @Nullable Path out) {
    if (out == null) {
      return given == null ? SVG : given;
    }
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    if (OTHERS.stream().anyMatch(name::endsWith)) {
      throw new ParameterException(
          line,
          "--out is an SVG, DOT or Mermaid file: name it `%s%s`"
              .formatted(stem(out), (given == null ? SVG : given).endings.getFirst()));
    }
    Optional<GraphFormat> told =
        Arrays.stream(values()).filter(f -> f.endings.stream().anyMatch(name::endsWith)).findAny();
    if (given != null && told.isPresent() && told.get() != given) {
      throw new ParameterException(
          line,
          "--format is %s, and the ending of --out says %s: leave --format out, or name it `%s%s`"
              .formatted(given, told.get(), stem(out), given.endings.getFirst()));
    }
    return given != null ? given : told.orElse(SVG);
  }

  /** The path without its ending. */
  private static String stem(Path out) {
    String path = out.toString();
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** As {@code --format} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
