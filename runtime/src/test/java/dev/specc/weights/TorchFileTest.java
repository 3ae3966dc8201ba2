package dev.specc.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that PyTorch 1.13 wrote, and files that nobody should write. */
class TorchFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsEveryTypeAndStride() throws IOException {
    try (WeightsFile file = WeightsFile.open(resource("tensors.pth"))) {
      assertEquals(
          "[parameter, transposed, row, count, half, bfloat, double, whole, empty, spread]",
          file.tensors().keySet().toString());
      assertEquals("[1.5, -2.0]", floats(file, "parameter"));
      assertEquals(List.of(4L, 3L), file.tensors().get("transposed").dims());
      assertEquals(
          "[0.0, 4.0, 8.0, 1.0, 5.0, 9.0, 2.0, 6.0, 10.0, 3.0, 7.0, 11.0]",
          floats(file, "transposed"));
      assertEquals("[4.0, 5.0, 6.0, 7.0]", floats(file, "row"));
      assertEquals(5, file.tensors().get("count").read(ElementType.I64).getLong());
      assertEquals("[0.5, -3.0]", floats(file, "half"));
      assertEquals("[0.5, -3.0]", floats(file, "bfloat"));
      assertEquals("[0.001]", floats(file, "double"));
      assertEquals("[7.0, -8.0]", floats(file, "whole"));
      assertEquals("[]", floats(file, "empty"));
      assertEquals("[2.0, 2.0, 2.0]", floats(file, "spread"));
    }
  }

  @Test
  void readsTheFormatBeforePyTorch16() throws IOException {
    assertModel(resource("legacy.pth"));
  }

  @Test
  void findsTheStateDictInACheckpoint() throws IOException {
    assertModel(resource("checkpoint.pth"));
  }

  private static void assertModel(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      assertEquals(
          "[0.weight, 0.bias, 1.weight, 1.bias, 1.running_mean, 1.running_var,"
              + " 1.num_batches_tracked]",
          file.tensors().keySet().toString());
      assertEquals("[1.0, 1.0]", floats(file, "0.weight"));
      assertEquals(List.of(2L, 1L, 1L, 1L), file.tensors().get("0.weight").dims());
      assertEquals("[6.0, 6.0]", floats(file, "1.running_var"));
      assertEquals(7, file.tensors().get("1.num_batches_tracked").read(ElementType.I64).getLong());
    }
  }

  @Test
  void runsNothing() {
    Path file = resource("evil.pth");
    assertEquals(
        file
            + ": its pickle names posix.system, which is no part of a state_dict; specc runs nothing"
            + " from a file. torch.save(model.state_dict(), ...) writes one that can be read",
        message(file));
    assertFalse(Files.exists(Path.of("/tmp/specc-was-here")));
  }

  @Test
  void picklesThatAreNoStateDict() throws IOException {
    assertPickle("0x69 is no opcode of a state_dict's pickle", "\u0080\u0002(i");
    assertPickle("the pickle is cut off", "\u0080\u0002}");
    assertPickle("pickle protocol 4; torch.save writes 2, and specc reads that", "\u0080\u0004");
    assertPickle("a value is used that is not there", "\u0080\u0002.");
    assertPickle("a value is used before it is made", "\u0080\u0002h\u0007.");
    assertPickle("a group ends that did not start", "\u0080\u0002t.");
    assertPickle("a text of 1701143909 bytes, where 1 are left", "\u0080\u0002Xeeee.");
    assertPickle("keys are set on what is no dict", "\u0080\u0002)K\u0001K\u0001s.");
    assertPickle("a dict's key is neither text nor a number", "\u0080\u0002}))s.");
    assertPickle("the key 1 stands there twice", "\u0080\u0002}U\u00011)sU\u00011)s.");
    assertPickle("a persistent id that is no storage", "\u0080\u0002)Q.");
    assertPickle("a call of what cannot be called so", "\u0080\u0002ctorch\nFloatStorage\n)R.");
    assertPickle("holds no dict of tensors", "\u0080\u0002K\u0001.");
    assertPickle(
        "what it holds as a is no tensor, so it is no state_dict",
        "\u0080\u0002}U\u0001aK\u0001s.");
  }

  @Test
  void aTensorOutsideItsStorage() throws IOException {
    String expected =
        "no state_dict, or corrupt: a tensor of shape [%s], strides [%s] from element %d on does"
            + " not fit its 4 numbers";
    assertPickle(expected.formatted("5", "1", 0), tensor(0, 5, 1));
    assertPickle(expected.formatted("2", "1", 3), tensor(3, 2, 1));
    assertPickle(expected.formatted("2147483647", "2147483647", 0), tensor(0, -1 >>> 1, -1 >>> 1));
  }

  @Test
  void aStorageThatTheZipHasNotOrNotWhole() throws IOException {
    Path missing = zip(tensor(0, 4, 1));
    assertEquals(missing + ": the zip has no x/data/0", readMessage(missing));
    Path shorter = zip(tensor(0, 4, 1), 8);
    assertEquals(
        shorter + ": x/data/0 has 8 bytes, and should hold 4 numbers of type F32",
        readMessage(shorter));
    assertEquals("[0.0, 0.0, 0.0, 0.0]", zeros(zip(tensor(0, 4, 1), 16)));
  }

  @Test
  void anotherZip() throws IOException {
    Path file = folder.resolve("w.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    assertEquals(
        file + ": a zip, but not of torch.save: it has no data.pkl, or several", message(file));
  }

  @Test
  void aCompressedPickle() throws IOException {
    Path file = folder.resolve("w.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x/data.pkl"));
      zip.write(new byte[1 << 20]);
    }
    assertEquals(
        file + ": x/data.pkl is compressed, and torch.save compresses nothing", message(file));
  }

  /** Whatever is done to a file, it is read or refused with a message, never anything else. */
  @Test
  void damagedFilesAreRefused() throws IOException {
    Random random = new Random(7);
    for (String name : List.of("tensors.pth", "legacy.pth")) {
      byte[] whole = Files.readAllBytes(resource(name));
      for (int i = 0; i < 1500; i++) {
        byte[] damaged =
            i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int flips = random.nextInt(4); damaged.length > 0 && flips >= 0; flips--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Path file = Files.write(folder.resolve("damaged.pth"), damaged);
        try {
          readSmall(file);
        } catch (WeightsException e) {
          assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.getMessage());
        }
      }
    }
  }

  private static void readSmall(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      for (StoredTensor tensor : file.tensors().values()) {
        if (tensor.dims().stream().allMatch(d -> d < 100)) {
          tensor.read(ElementType.F32);
        }
      }
    }
  }

  /** The pickle of a dict with one tensor of one axis, in a storage of four floats. */
  private static String tensor(int offset, int size, int stride) {
    return "\u0080\u0002}U\u0001actorch._utils\n_rebuild_tensor_v2\n(("
        + "U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuK\u0004tQ"
        + number(offset)
        + number(size)
        + "\u0085"
        + number(stride)
        + "\u0085\u0089}tRs.";
  }

  private static String number(int number) {
    StringBuilder text = new StringBuilder("J");
    for (int i = 0; i < 4; i++) {
      text.append((char) (number >>> 8 * i & 0xff));
    }
    return text.toString();
  }

  private void assertPickle(String expected, String pickle) throws IOException {
    Path file = zip(pickle);
    String message = message(file);
    assertTrue(message.endsWith(": " + expected), message);
  }

  private Path zip(String pickle, int... storages) throws IOException {
    Path file = folder.resolve("w.pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, "x/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
      for (int i = 0; i < storages.length; i++) {
        store(zip, "x/data/" + i, new byte[storages[i]]);
      }
    }
    return file;
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
  }

  private static String floats(WeightsFile file, String name) throws IOException {
    ByteBuffer bytes = file.tensors().get(name).read(ElementType.F32);
    List<Float> floats = new ArrayList<>();
    while (bytes.hasRemaining()) {
      floats.add(bytes.getFloat());
    }
    return floats.toString();
  }

  private static String zeros(Path path) throws IOException {
    try (WeightsFile file = WeightsFile.open(path)) {
      return floats(file, "a");
    }
  }

  private static String readMessage(Path file) {
    return String.valueOf(assertThrows(WeightsException.class, () -> zeros(file)).getMessage());
  }

  private static String message(Path file) {
    return String.valueOf(
        assertThrows(WeightsException.class, () -> WeightsFile.open(file)).getMessage());
  }

  private static Path resource(String name) {
    try {
      return Path.of(TorchFileTest.class.getResource("/weights/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
