package dev.specc.elaborate;

import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Inputs of another height and width: nets that halve maps and enlarge them again, as U-Net
 * (Ronneberger et al. 2015, arXiv:1505.04597, section 2), need multiples of a power of two.
 */
final class InputSizes {
  private static final Pattern THREE =
      Pattern.compile("\\[\\s*([^,\\[\\]]+?)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

  private static final int LARGEST_POWER = 6;

  private record Size(long height, long width) {
    private boolean isOther(Shape of) {
      return height > 0 && width > 0 && (height != of.height() || width != of.width());
    }

    private long distance(Shape from) {
      return Math.abs(height - from.height()) + Math.abs(width - from.width());
    }
  }

  private InputSizes() {}

  /**
   * The multiples above and below, nearest first.
   *
   * @param written where a spec gives the shape
   * @param shape [C, H, W]
   * @return none where height and width are not plain numbers
   */
  static List<Proposal> near(Span written, Shape shape) {
    Matcher three = THREE.matcher(written.text());
    if (!shape.isMap() || !three.matches()) {
      return List.of();
    }
    return LongStream.rangeClosed(1, LARGEST_POWER)
        .boxed()
        .flatMap(power -> multiples(1L << power, shape))
        .distinct()
        .filter(size -> size.isOther(shape))
        .sorted(Comparator.comparingLong(size -> size.distance(shape)))
        .map(size -> "[%s, %d, %d]".formatted(three.group(1), size.height, size.width))
        .map(text -> new Proposal(title(text), new Edit(written, text)))
        .toList();
  }

  private static Stream<Size> multiples(long of, Shape shape) {
    return Stream.of(of - 1, 0L)
        .map(
            above ->
                new Size((shape.height() + above) / of * of, (shape.width() + above) / of * of));
  }

  private static String title(String input) {
    return "`input: " + input + "` makes the sizes agree";
  }
}
