package dev.specc.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.graph.Architecture;
import dev.specc.train.EpochResult;
import dev.specc.train.Progress;
import dev.specc.train.StepSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final Architecture NET = new Architecture(List.of("fc = Linear", "output = fc"));

  @TempDir private Path folder = Path.of("");

  private final List<String> warnings = new ArrayList<>();
  private NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Progress progress(int epoch, long steps) {
    EpochResult row = new EpochResult(1, 0.1, 1.0 / 3, 0.5, Double.NaN, 0.25, 1e5, 2.5, 0);
    return new Progress(epoch, 3, steps, new StepSums(0.1 + 0.2, 7, 32), List.of(row));
  }

  private Map<String, NDArray> state(float... values) {
    return Map.of("fc.weight", manager.create(values), "fc.count", manager.create(5L));
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(folder.resolve("checkpoints"), 2);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files.sorted().toList();
    }
  }

  private Checkpoint newest() {
    return checkpoints().newest(warnings::add).orElseThrow();
  }

  @Test
  void whatWasKeptComesBackToTheBit() {
    checkpoints().save(progress(2, 40), NET, state(1.5f, -0f, Float.MIN_VALUE));
    Map<String, NDArray> fresh = state(0, 0, 0);
    Checkpoint newest = newest();
    newest.restore(NET, fresh);
    assertEquals(progress(2, 40), newest.progress());
    assertArrayEquals(
        new float[] {1.5f, -0f, Float.MIN_VALUE},
        fresh.getOrDefault("fc.weight", manager.create(0)).toFloatArray());
  }

  @Test
  void theNewestTwoStay() throws IOException {
    for (int steps : new int[] {10, 20, 1_000_000_000, 30}) {
      checkpoints().save(progress(1, steps), NET, state(steps));
    }
    assertEquals(2, files().size());
    assertEquals(1_000_000_000, newest().progress().steps());
  }

  @Test
  void aTornOneIsPassedOverForTheOneBefore() throws IOException {
    checkpoints().save(progress(1, 10), NET, state(1));
    checkpoints().save(progress(1, 20), NET, state(2));
    Path last = files().getLast();
    byte[] bytes = Files.readAllBytes(last);
    Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 4));
    assertEquals(10, newest().progress().steps());
    assertEquals(
        List.of(last + ": torn or altered, its content does not match its checksum"), warnings);
  }

  @Test
  void anyAlteredByteIsSeen() throws IOException {
    checkpoints().save(progress(1, 10), NET, state(1));
    Path file = files().getLast();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i += 7) {
      bytes[i] ^= 1;
      Files.write(file, bytes);
      assertTrue(checkpoints().newest(warnings::add).isEmpty(), "byte " + i);
      bytes[i] ^= 1;
    }
  }

  /** A crash while writing leaves an unfinished file, which is nobody's checkpoint. */
  @Test
  void anUnfinishedFileIsNoCheckpoint() throws IOException {
    checkpoints().save(progress(1, 10), NET, state(1));
    Files.write(folder.resolve("checkpoints/unfinished.safetensors"), new byte[100]);
    Files.write(folder.resolve("checkpoints/unfinished.safetensors.tmp"), new byte[100]);
    assertEquals(10, newest().progress().steps());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aFolderWithoutAnyHasNone() {
    assertTrue(checkpoints().newest(warnings::add).isEmpty());
  }

  @Test
  void anotherNetIsToldByItsFirstDifference() {
    checkpoints().save(progress(1, 10), NET, state(1));
    Architecture other = new Architecture(List.of("fc = Linear", "relu = Relu", "output = relu"));
    Checkpoint newest = newest();
    String message =
        assertThrows(CheckpointException.class, () -> newest.restore(other, state(0))).getMessage();
    assertEquals(
        newest.file()
            + """
            : is of another net. The first difference:
              in the checkpoint: output = fc
              in the spec:       relu = Relu\
            """,
        message);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Checkpoints inFile = new Checkpoints(file.resolve("checkpoints"), 1);
    String message =
        assertThrows(CheckpointException.class, () -> inFile.save(progress(1, 1), NET, state(1)))
            .getMessage();
    assertTrue(String.valueOf(message).startsWith(file + "/checkpoints: no checkpoint can be"));
  }
}
