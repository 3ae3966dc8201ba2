package dev.specc.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The pages that explain the codes: what each means, a bad spec, a good one, what to do. */
public final class Explanation {
  private Explanation() {}

  /** The page of a code, in Markdown. */
  public static Optional<String> page(Code code) {
    String name = "/explain/" + code.id() + ".md";
    try (InputStream in = Explanation.class.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code that a person names: {@code SPC0203}, {@code 203}, {@code concat-mismatch}. */
  public static Optional<Code> find(String name) {
    String wanted =
        name.matches("\\d{1,4}") ? "SPC" + "0".repeat(4 - name.length()) + name : plain(name);
    return Arrays.stream(Code.values())
        .filter(code -> plain(code.id()).equals(wanted) || plain(code.name()).equals(wanted))
        .findFirst();
  }

  /** The code that was most likely meant: ids are never far from each other, so names count. */
  public static Optional<String> suggestion(String name) {
    boolean id = plain(name).startsWith("SPC");
    List<String> known =
        Stream.of(Code.values())
            .map(code -> id ? code.id() : code.name().toLowerCase(Locale.ROOT))
            .toList();
    return Suggestion.closest(name, known);
  }

  private static String plain(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
