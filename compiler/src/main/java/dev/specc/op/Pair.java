package dev.specc.op;

/** A number for each of the two spatial axes: (height, width). */
public record Pair(long height, long width) {
  public static Pair both(long value) {
    return new Pair(value, value);
  }

  public boolean isSquare() {
    return height == width;
  }

  /** {@code 3} for both alike, else {@code [3, 5]}. */
  public String shortest() {
    return isSquare() ? Long.toString(height) : "[" + height + ", " + width + "]";
  }

  /** {@code 3x5}. */
  public String times() {
    return height + "x" + width;
  }
}
