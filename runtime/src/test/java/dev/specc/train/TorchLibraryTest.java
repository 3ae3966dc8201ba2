package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variable that names a libtorch of the user's own. */
class TorchLibraryTest {
  private static final String NAME = System.mapLibraryName("torch");

  @TempDir private Path folder = Path.of("");

  @Test
  void aFolderThatHasItAndTheLibraryItselfAreTaken() throws IOException {
    Path library = Files.createFile(folder.resolve(NAME));
    for (String places :
        List.of("", folder.toString(), library.toString(), "none" + File.pathSeparator + folder)) {
      assertDoesNotThrow(() -> TorchLibrary.require(places), places);
    }
    assertDoesNotThrow(() -> TorchLibrary.require(null));
  }

  @Test
  void whatHasNoneIsRefused() throws IOException {
    Path other = Files.createFile(folder.resolve("libother.so"));
    for (String places : List.of("none", folder.toString(), other.toString(), File.pathSeparator)) {
      EnvironmentException refused =
          assertThrows(EnvironmentException.class, () -> TorchLibrary.require(places), places);
      assertTrue(refused.getMessage().startsWith("PYTORCH_LIBRARY_PATH=" + places + ": there is"));
      assertTrue(refused.getMessage().contains("no " + NAME), refused.getMessage());
    }
  }

  @Test
  void trainEndsBeforeAnythingIsMade() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Path lenet = Path.of(System.getProperty("specc.root"), "specs", "lenet.yaml");
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                lenet.toString(),
                "--out",
                run.toString())
            .redirectErrorStream(true);
    builder.environment().put("PYTORCH_LIBRARY_PATH", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), said);
    assertTrue(said.startsWith("error: PYTORCH_LIBRARY_PATH=" + folder + ": "), said);
    assertEquals(1, said.lines().count(), said);
    assertFalse(Files.exists(run));
  }
}
