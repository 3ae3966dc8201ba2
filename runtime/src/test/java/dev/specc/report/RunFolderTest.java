package dev.specc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2024, 3, 5, 7, 8, 9);

  @TempDir private Path folder = Path.of("");

  @Test
  void namesARunByTheSpecAndTheTime() {
    RunFolder run = RunFolder.create(folder.resolve("runs"), "lenet", TIME);
    assertEquals(folder.resolve("runs").resolve("lenet-20240305-070809"), run.path());
  }

  @ParameterizedTest
  @CsvSource({
    "../../evil, __.._evil",
    "/etc/evil, _etc_evil",
    "'a\\b:c', a_b_c",
    "'a\0b', a_b",
    ".., _",
    "Größe-2.0, Größe-2.0"
  })
  void aNameThatIsAPathStaysInTheFolder(String name, String expected) {
    Path run = RunFolder.create(folder.resolve("runs"), name, TIME).path();
    assertEquals(folder.resolve("runs"), run.getParent());
    assertEquals(expected + "-20240305-070809", run.getFileName() + "");
  }

  @Test
  void aNameOfAMillionLettersIsShortened() {
    Path run = RunFolder.create(folder, "\ud83d\ude00".repeat(1_000_000), TIME).path();
    assertEquals("_".repeat(50) + "-20240305-070809", run.getFileName() + "");
  }

  @Test
  void neverTakesAFolderThatExists() {
    RunFolder.create(folder, "lenet", TIME);
    assertEquals(
        "lenet-20240305-070809-2",
        String.valueOf(RunFolder.create(folder, "lenet", TIME).path().getFileName()));
  }

  @Test
  void refusesAFolderThatHoldsAnything() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertEquals(
        folder + ": exists already, and a run never overwrites anything",
        assertThrows(RunException.class, () -> RunFolder.createAt(folder)).getMessage());
  }

  @Test
  void refusesToMakeAFolderWhereAFileIs() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertEquals(
        file + ": exists already, and a run never overwrites anything",
        assertThrows(RunException.class, () -> RunFolder.createAt(file)).getMessage());
  }

  @Test
  void saysThatAFolderIsNoRun() {
    assertEquals(
        folder + ": no run folder: it has no spec.yaml",
        assertThrows(RunException.class, () -> RunFolder.open(folder)).getMessage());
  }
}
