package dev.specc.memory;

import dev.specc.precision.Precision;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of tensors, and how people write them. */
public final class Bytes {
  /** More than any tensor that fits anywhere, and small enough for sums of them not to overflow. */
  private static final long LARGEST = 1L << 44;

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(\\d{1,12}(?:\\.\\d{1,6})?)\\s*(?:([kmgt])(i?)b?|b)?", Pattern.CASE_INSENSITIVE);

  private Bytes() {}

  /** The product in float32, at most 16 TiB. */
  static long of(long elements, long batch) {
    return of(elements, batch, Precision.FLOAT32);
  }

  /** The product in elements of a type, at most 16 TiB. */
  static long of(long elements, long batch, Precision type) {
    long most = LARGEST / type.bytes() / Math.max(1, batch);
    return elements > most ? LARGEST : elements * batch * type.bytes();
  }

  /**
   * What is meant by {@code 16GiB}, {@code 16G} (the same), {@code 16GB} (powers of 1000), {@code
   * 512MiB}, {@code 1.5GiB} or a number of bytes; empty where it is none of these, or more than 8
   * TiB.
   */
  public static Optional<Long> parse(String text) {
    Matcher match = WRITTEN.matcher(text.strip());
    if (!match.matches()) {
      return Optional.empty();
    }
    String unit = match.group(2) == null ? "" : match.group(2).toLowerCase(Locale.ROOT);
    boolean decimal = match.group(3) != null && match.group(3).isEmpty() && endsWithB(text);
    BigDecimal factor =
        BigDecimal.valueOf(decimal ? 1000 : 1024)
            .pow(unit.isEmpty() ? 0 : "kmgt".indexOf(unit) + 1);
    BigDecimal bytes = new BigDecimal(match.group(1)).multiply(factor);
    return bytes.compareTo(BigDecimal.valueOf(LARGEST / 2)) > 0
        ? Optional.empty()
        : Optional.of(bytes.setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  private static boolean endsWithB(String text) {
    return text.strip().toLowerCase(Locale.ROOT).endsWith("b");
  }

  /** {@code 1.5 GiB}, {@code 312 MiB}, {@code 17 KiB}. */
  public static String show(long bytes) {
    if (bytes >= 1L << 30) {
      return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
    return bytes >= 10L << 20
        ? String.format(Locale.ROOT, "%.0f MiB", bytes / (double) (1L << 20))
        : bytes >= 1L << 20
            ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20))
            : String.format(Locale.ROOT, "%.0f KiB", Math.ceil(bytes / 1024.0));
  }
}
