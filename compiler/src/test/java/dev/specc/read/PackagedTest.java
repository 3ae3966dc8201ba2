package dev.specc.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files that come with specc, and what a wrong name of one may mean. */
class PackagedTest {
  private static final Path FOLDER = Path.of(System.getProperty("specc.root", ".."), "specs");

  @Test
  void everyFileIsListed() throws IOException {
    assertEquals(stems("std").stream().map(s -> "std/" + s).toList(), Packaged.LIBRARY);
    assertEquals(stems("recipes"), Packaged.RECIPE_NAMES);
  }

  @Test
  void aMissingRecipeIsToldWhatItMayMean() {
    assertEquals("did you mean `imagenet-resnet`?", Packaged.recipeHelp("imagenet_resnt"));
    assertEquals("did you mean `modern`?", Packaged.recipeHelp("recipes/modren"));
    assertEquals(
        "there are " + String.join(", ", Packaged.RECIPE_NAMES), Packaged.recipeHelp("nowhere"));
  }

  @Test
  void aFailedImportIsToldWhatItMayMean() {
    assertEquals(Optional.of("did you mean `std/conv`?"), Packaged.importHelp("conv"));
    assertEquals(Optional.of("did you mean `std/conv`?"), Packaged.importHelp("std/conf"));
    assertEquals(
        Optional.of("it has " + String.join(", ", Packaged.LIBRARY)),
        Packaged.importHelp("std/nosuch"));
    assertEquals(Optional.empty(), Packaged.importHelp("layers"));
  }

  private static List<String> stems(String folder) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
    }
  }
}
