package dev.specc.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files that {@code std/} names. */
class StandardLibraryTest {
  private static final Path FOLDER = Path.of(System.getProperty("specc.root", ".."), "specs/std");

  @Test
  void everyFileIsListed() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(f -> "std/" + f.getFileName().toString().replace(".yaml", ""))
              .sorted()
              .toList();
      assertEquals(names, FileSources.LIBRARY);
    }
  }

  @Test
  void aFailedImportIsToldWhatItMayMean() {
    assertEquals(Optional.of("did you mean `std/conv`?"), FileSources.standard("conv"));
    assertEquals(Optional.of("did you mean `std/conv`?"), FileSources.standard("std/conf"));
    assertEquals(
        Optional.of("it has " + String.join(", ", FileSources.LIBRARY)),
        FileSources.standard("std/nosuch"));
    assertEquals(Optional.empty(), FileSources.standard("layers"));
  }
}
