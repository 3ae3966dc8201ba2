package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.specc.Compiler;
import dev.specc.data.DataException;
import dev.specc.data.IdxFile;
import dev.specc.data.NpyReader;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.FileSources;
import dev.specc.weights.WeightsException;
import dev.specc.weights.WeightsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files made to do harm. Each gives one clear error; nothing of it runs, no other file is read, and
 * no memory is taken on its word.
 */
class HostileFilesTest {
  private static final String SPEC = "specc: 1\ninput: [3, 8, 8]\nnet: [relu]\nimport: [\"%s\"]\n";

  /** Twice what a test needs that reads a file of a few bytes. */
  private static final long LITTLE = 16 << 20;

  @TempDir private Path folder = Path.of("");

  @Nested
  @DisplayName("imports")
  class Imports {
    private Path inside = Path.of("");

    @BeforeEach
    void aFileToStealFrom() throws IOException {
      Files.writeString(folder.resolve("secret.yaml"), "specc: 1\npassword: hunter2\n");
      inside = Files.createDirectory(folder.resolve("inside"));
    }

    @ParameterizedTest
    @DisplayName("that climb out of the folder, or are absolute")
    @ValueSource(
        strings = {
          "../secret", "../secret.yaml", "a/../../secret", "std/../../secret", "/etc/passwd",
          "//etc/passwd", "file:/etc/passwd", "https://example.com/a.yaml", "C:/a", "..\\\\secret",
          "....//secret", "."
        })
    void climb(String target) throws IOException {
      assertRefused("SPC0119", SPEC.formatted(target));
    }

    @Test
    @DisplayName("through a symbolic link to a file outside")
    void throughALink() throws IOException {
      Files.createSymbolicLink(inside.resolve("link.yaml"), folder.resolve("secret.yaml"));
      assertEquals(
          "`link.yaml` leads out of the importing file's folder",
          assertRefused("SPC0119", SPEC.formatted("link")));
    }

    @Test
    @DisplayName("through a symbolic link to a folder outside, or to a device")
    void throughALinkedFolder() throws IOException {
      Files.createSymbolicLink(inside.resolve("up"), folder);
      Files.createSymbolicLink(inside.resolve("zero.yaml"), Path.of("/dev/zero"));
      assertRefused("SPC0119", SPEC.formatted("up/secret"));
      assertRefused("SPC0119", SPEC.formatted("zero"));
    }

    @Test
    @DisplayName("that are cyclic, through a link too")
    void cyclic() throws IOException {
      Files.writeString(inside.resolve("b.yaml"), "specc: 1\nimport: [a]\n");
      assertTrue(assertRefused("SPC0119", SPEC.formatted("b")).startsWith("files import each"));
      Files.createSymbolicLink(inside.resolve("c.yaml"), inside.resolve("a.yaml"));
      Compiler.Result result = check(SPEC.formatted("c"));
      assertTrue(result.hasErrors() && result.diagnostics().size() == 1, result.diagnostics() + "");
    }

    @Test
    @DisplayName("that are folders, or names that no file has")
    void noFiles() throws IOException {
      Files.createDirectory(inside.resolve("folder.yaml"));
      assertRefused("SPC0119", SPEC.formatted("folder"));
      assertRefused("SPC0119", SPEC.formatted("a\\0b"));
      assertRefused("SPC0119", SPEC.formatted("a".repeat(5000)));
    }

    /** The message of the one error, which tells nothing of the file. */
    private String assertRefused(String code, String text) throws IOException {
      List<Diagnostic> found = check(text).diagnostics();
      assertEquals(1, found.size(), found::toString);
      assertEquals(code, found.getFirst().code().id(), found::toString);
      assertFalse(found.toString().contains("hunter2"), found::toString);
      return found.getFirst().message();
    }

    private Compiler.Result check(String text) throws IOException {
      String spec = Files.writeString(inside.resolve("a.yaml"), text).toString();
      return new Compiler(new FileSources()).compile(Compiler.Request.of(spec));
    }
  }

  @Nested
  @DisplayName("checkpoints")
  class Checkpoints {
    @ParameterizedTest
    @DisplayName("whose header is longer than the file, or negative")
    @ValueSource(longs = {100, 99_999_999, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE, 0})
    void longHeaders(long length) throws IOException {
      assertRefused("its header should have", safetensors(length, "{\"a\":{}}", 0));
    }

    @ParameterizedTest
    @DisplayName("with sizes past the end, negative or overflowing offsets")
    @ValueSource(
        strings = {
          "[4],\"data_offsets\":[0,16]",
          "[1],\"data_offsets\":[4,8]",
          "[1],\"data_offsets\":[-4,0]",
          "[1],\"data_offsets\":[0,-4]",
          "[1],\"data_offsets\":[9223372036854775804,9223372036854775807]",
          "[1],\"data_offsets\":[9223372036854775808,4]",
          "[1],\"data_offsets\":[0,18446744073709551620]",
          "[4611686018427387905],\"data_offsets\":[0,4]",
          "[4294967296,4294967296],\"data_offsets\":[0,4]",
          "[1000000000000],\"data_offsets\":[0,4]",
          "[-1],\"data_offsets\":[0,4]"
        })
    void lyingPlaces(String lie) throws IOException {
      String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":" + lie + "}}";
      assertRefused("the safetensors header is corrupt", safetensors(header.length(), header, 4));
    }

    @Test
    @DisplayName("with a name that stands there twice")
    void duplicateNames() throws IOException {
      String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
      String header = "{" + a + "," + a + "}";
      assertRefused("Duplicate field 'a'", safetensors(header.length(), header, 4));
    }

    @Test
    @DisplayName("with huge JSON: many values, deep nesting, long numbers, a million dimensions")
    void hugeJson() throws IOException {
      for (String json :
          List.of(
              "{\"__metadata__\":[" + "[],".repeat(3_000_000) + "0]}",
              "{\"a\":" + "[".repeat(1_000_000),
              "{\"a\":" + "9".repeat(1_000_000) + "}",
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(900_000) + "1]}}")) {
        Path file = safetensors(json.length(), json, 0);
        assertMessage("the safetensors header", file, () -> WeightsFile.open(file).close());
      }
    }

    @Test
    @DisplayName("whose pickle calls functions")
    void callsFunctions() throws IOException {
      for (String name :
          List.of("posix\nsystem", "os\nsystem", "builtins\neval", "torch\nload", "a\nb", "\n")) {
        Path file = zip("\u0080\u0002c" + name + "\nU\u0004exit\u0085R.", false);
        assertRefused("which is no part of a state_dict; specc runs nothing", file);
      }
    }

    @Test
    @DisplayName("whose pickle promises texts and tensors that are not there")
    void lyingPickles() throws IOException {
      assertRefused(
          "a text of 2139062143 bytes", zip("\u0080\u0002X\u007f\u007f\u007f\u007f", false));
      Path endless = zip("\u0080\u0002" + "(".repeat(2_100_000), false);
      assertMessage(
          "more than 2,000,000 opcodes", endless, () -> WeightsFile.open(endless).close());
      assertRefused(
          "does not fit its 4 numbers",
          zip(
              "\u0080\u0002}U\u0001actorch._utils\n_rebuild_tensor_v2\n((U\u0007storage"
                  + "ctorch\nFloatStorage\nU\u00010U\u0003cpuK\u0004tQK\u0000"
                  + "("
                  + "J\u00ff\u00ff\u00ff\u007f".repeat(3)
                  + "t"
                  + "(K\u0000K\u0000K\u0000t\u0089}tRs.",
              false));
    }

    @Test
    @DisplayName("that are zip bombs")
    void zipBombs() throws IOException {
      assertRefused("is compressed", zip("\0".repeat(50 << 20), true));
    }

    private void assertRefused(String words, Path file) {
      assertMessage(words, file, () -> allocatingLittle(() -> WeightsFile.open(file).close()));
    }

    private void assertMessage(String words, Path file, Executable open) {
      String message = String.valueOf(assertThrows(WeightsException.class, open).getMessage());
      assertTrue(message.startsWith(file + ": ") && message.contains(words), message);
      assertTrue(message.lines().count() == 1, message);
    }

    private Path safetensors(long length, String header, int body) throws IOException {
      ByteBuffer bytes =
          ByteBuffer.allocate(8 + header.length() + body).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(length).put(header.getBytes(StandardCharsets.ISO_8859_1));
      return Files.write(folder.resolve("w.safetensors"), bytes.array());
    }

    private Path zip(String pickle, boolean deflated) throws IOException {
      byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
      Path file = folder.resolve("w.pth");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        ZipEntry entry = new ZipEntry("x/data.pkl");
        if (!deflated) {
          CRC32 crc = new CRC32();
          crc.update(bytes);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(bytes.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
      }
      return file;
    }
  }

  @Nested
  @DisplayName("data")
  class Data {
    @Test
    @DisplayName("an IDX file whose header claims terabytes")
    void idxOfTerabytes() {
      byte[] lie = {0, 0, 8, 3, 0x7f, -1, -1, -1, 0, 0, 0x7f, -1, 0, 0, 0x7f, -1, 1, 2};
      assertMessage(
          "f: the header promises 2147483647 x 32767 x 32767 bytes, and only 2 follow",
          () -> allocatingLittle(() -> IdxFile.read("f", new ByteArrayInputStream(lie), 3)));
    }

    @ParameterizedTest
    @DisplayName("an .npy file whose header lies")
    @ValueSource(
        strings = {
          "(1000000000000,)",
          "(9223372036854775807, 9223372036854775807)",
          "(-1,)",
          "(18446744073709551615,)",
          "(99999999999999999999,)",
          "(1.5,)",
          "(one,)"
        })
    void npy(String shape) throws IOException {
      String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
      String text = "\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + "\0\0\0\0";
      Path file = Files.write(folder.resolve("x.npy"), text.getBytes(StandardCharsets.ISO_8859_1));
      assertMessage(
          file + ": the header ", () -> allocatingLittle(() -> NpyReader.open(file).close()));
    }

    private static void assertMessage(String start, Executable read) {
      String message = String.valueOf(assertThrows(DataException.class, read).getMessage());
      assertTrue(message.startsWith(start), message);
    }
  }

  /** Runs something, which must take little memory even where it fails. */
  private static void allocatingLittle(Executable executable) throws Throwable {
    long before = allocated();
    try {
      executable.execute();
    } finally {
      long bytes = allocated() - before;
      assertTrue(bytes < LITTLE, "it took " + bytes + " bytes");
    }
  }

  private static long allocated() {
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return direct + threads.getCurrentThreadAllocatedBytes();
  }
}
