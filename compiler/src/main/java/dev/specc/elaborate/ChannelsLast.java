package dev.specc.elaborate;

import dev.specc.diagnostic.Edit;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An input that is written as height, width and channels, the order of Keras and of NumPy's images.
 */
final class ChannelsLast {
  private static final Pattern THREE =
      Pattern.compile("\\[\\s*([^,\\[\\]]+?)\\s*,\\s*([^,\\[\\]]+?)\\s*,\\s*([13])\\s*]");

  /** From so many on, sides of a picture that is not square are no count of channels. */
  private static final long LARGE = 100;

  private ChannelsLast() {}

  /**
   * The same with channels first.
   *
   * @param written where a spec gives the shape
   * @param shape [C, H, W] as specc reads it
   * @return empty where it is hardly a picture with its channels last
   */
  static Optional<Edit> mended(Span written, Shape shape) {
    Matcher three = THREE.matcher(written.text());
    return three.matches() && isPicture(shape)
        ? Optional.of(
            new Edit(
                written, "[%s, %s, %s]".formatted(three.group(3), three.group(1), three.group(2))))
        : Optional.empty();
  }

  private static boolean isPicture(Shape read) {
    long height = read.channels();
    long width = read.height();
    boolean square = height == width && height > 3;
    return square || height >= LARGE && width >= LARGE;
  }
}
