package dev.specc.cli;

import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code --size 3x224x224}. */
final class InputSize {
  private static final int MAX_DIMENSIONS = 3;

  private InputSize() {}

  /** The shape that the text is; a usage error where it is none. */
  static Shape parse(CommandLine command, String text) {
    List<Long> dims = new ArrayList<>();
    for (String part : text.split("x", -1)) {
      dims.add(dimension(command, text, part));
    }
    Shape shape = dims.size() > MAX_DIMENSIONS ? null : new Shape(dims);
    if (shape == null || shape.isTooLarge()) {
      throw mistake(command, text, shape);
    }
    return shape;
  }

  private static long dimension(CommandLine command, String text, String part) {
    boolean digits = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    long dimension = digits && part.length() <= 18 ? Long.parseLong(part) : 0;
    if (dimension < 1) {
      throw mistake(command, text, null);
    }
    return dimension;
  }

  private static ParameterException mistake(
      CommandLine command, String text, @Nullable Shape tooLarge) {
    return new ParameterException(
        command,
        tooLarge == null
            ? "--size is like 3x224x224 (channels, height, width), not `" + text + "`"
            : "--size " + text + " is too large for any machine");
  }
}
