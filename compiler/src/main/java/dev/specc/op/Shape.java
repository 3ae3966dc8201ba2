package dev.specc.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of one example, without the batch: [C, H, W] for feature maps, [F] for features.
 *
 * <p>Every dimension is at least 1.
 */
public record Shape(List<Long> dims) {
  /** More elements than this in one tensor of one example is a mistake, not a net. */
  public static final long MAX_ELEMENTS = 1L << 40;

  public Shape {
    dims = List.copyOf(dims);
    if (dims.isEmpty() || dims.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("shape " + dims);
    }
  }

  public static Shape of(long... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  public int rank() {
    return dims.size();
  }

  /** Whether this is a feature map: [C, H, W]. */
  public boolean isMap() {
    return rank() == 3;
  }

  public long dim(int axis) {
    return dims.get(axis);
  }

  /** Channels of a feature map, or features of a vector: the first dimension. */
  public long channels() {
    return dims.getFirst();
  }

  /** Height of a feature map; 1 where there is none. */
  public long height() {
    return isMap() ? dims.get(1) : 1;
  }

  /** Width of a feature map; 1 where there is none. */
  public long width() {
    return isMap() ? dims.get(2) : 1;
  }

  /** The same height and width with another number of channels. */
  public Shape withChannels(long channels) {
    List<Long> changed = new ArrayList<>(dims);
    changed.set(0, channels);
    return new Shape(changed);
  }

  public boolean sameSize(Shape other) {
    return dims.subList(1, rank()).equals(other.dims.subList(1, other.rank()));
  }

  public long elements() {
    long product = 1;
    for (long dim : dims) {
      product = Math.multiplyExact(product, dim);
    }
    return product;
  }

  /** Whether the number of elements is beyond {@link #MAX_ELEMENTS}. */
  public boolean isTooLarge() {
    long product = 1;
    for (long dim : dims) {
      if (dim > MAX_ELEMENTS / product) {
        return true;
      }
      product *= dim;
    }
    return false;
  }

  /** As messages write it: {@code 96x28x28}. */
  public String times() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** Height and width as messages write them: {@code 28x28}. */
  public String size() {
    return dims.subList(1, rank()).stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** As tables and {@code expect} write it: {@code [96, 28, 28]}. */
  @Override
  public String toString() {
    return dims.toString();
  }
}
