package dev.specc.read;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.error.Mark;

/** Maps the parser's positions, which count code points, to UTF-16 offsets. */
final class Offsets {
  private final int length;

  /** The code-point index of each character that takes two UTF-16 units, in ascending order. */
  private final int[] wide;

  private Offsets(int length, int[] wide) {
    this.length = length;
    this.wide = wide;
  }

  static Offsets of(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return new Offsets(text.length(), new int[0]);
    }
    int[] points = text.codePoints().toArray();
    int[] wide =
        IntStream.range(0, points.length)
            .filter(i -> Character.isSupplementaryCodePoint(points[i]))
            .toArray();
    return new Offsets(text.length(), wide);
  }

  int of(Mark mark) {
    int found = Arrays.binarySearch(wide, mark.getIndex());
    int before = found >= 0 ? found : -found - 1;
    return Math.min(mark.getIndex() + before, length);
  }
}
