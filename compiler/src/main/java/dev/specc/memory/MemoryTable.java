package dev.specc.memory;

import java.util.Locale;

/** An estimate as a table: a row for each part that takes any memory, and the total. */
public final class MemoryTable {
  private MemoryTable() {}

  public static String of(TrainingMemory memory) {
    StringBuilder text = new StringBuilder();
    memory
        .parts()
        .forEach(
            (part, bytes) -> {
              if (bytes > 0) {
                row(text, part.words(), bytes);
              }
            });
    row(text, "process and libraries", memory.workspace());
    row(text, "total", memory.total());
    return text.toString();
  }

  private static void row(StringBuilder text, String name, long bytes) {
    text.append(String.format(Locale.ROOT, "%-22s%9s%n", name, Bytes.show(bytes)));
  }
}
