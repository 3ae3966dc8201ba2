package dev.specc.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an .npy file says of its array: a Python dict such as {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (2, 3), }}.
 */
record NpyHeader(NpyType type, List<Long> dims) {
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
  private static final int ALIGNMENT = 64;

  NpyHeader {
    dims = List.copyOf(dims);
  }

  /**
   * @param file how messages name it
   */
  static NpyHeader parse(String file, String text) {
    String code = find(file, TYPE, text, "descr");
    NpyType type =
        NpyType.of(code)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: holds numbers of type %s, and specc reads %s"
                            .formatted(file, code, NpyType.codes())));
    if (find(file, ORDER, text, "fortran_order").equals("True")) {
      throw new DataException(
          file + ": is in Fortran order; numpy.ascontiguousarray(x) gives the order to save it in");
    }
    return new NpyHeader(type, dims(file, find(file, SHAPE, text, "shape")));
  }

  private static String find(String file, Pattern pattern, String text, String key) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new DataException(file + ": the header is corrupt: it has no " + key);
    }
    return matcher.group(1);
  }

  private static List<Long> dims(String file, String text) {
    List<Long> dims = new ArrayList<>();
    for (String dim : text.split(",")) {
      if (!dim.isBlank()) {
        try {
          dims.add(Long.parseUnsignedLong(dim.strip()));
        } catch (NumberFormatException e) {
          throw new DataException(file + ": the header is corrupt: a size of " + dim.strip(), e);
        }
      }
    }
    return dims;
  }

  /** The size of the array in bytes; -1 where it is too large to be one. */
  long bytes() {
    long bytes = type.bytes();
    for (long dim : dims) {
      if (dim < 0 || (dim > 0 && bytes > Long.MAX_VALUE / dim)) {
        return -1;
      }
      bytes *= dim;
    }
    return bytes;
  }

  /** The dict, filled up so that the numbers start at a multiple of 64. */
  String text(int before) {
    String shape = dims.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String dict =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(type.code(), shape, dims.size() == 1 ? "," : "");
    int length = before + dict.length() + 1;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    return dict + " ".repeat(padding) + "\n";
  }
}
