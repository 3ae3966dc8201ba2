package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.specc.data.DataException;
import dev.specc.data.IdxFile;
import dev.specc.data.NpyReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of data with any content: images of an IDX file, rows of an .npy file, or one error. */
class DataFuzzTest {
  private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4};

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void read(byte[] content) {
    CpuTime.limited(() -> idx(content));
    Path file = ScratchFile.of(content);
    CpuTime.limited(() -> npy(file));
  }

  static Stream<byte[]> seeds() {
    return Stream.of(IMAGES, gzip(IMAGES), npy("(1, 2)", 8), npy("(2,)", 8), npy("()", 4));
  }

  private static void idx(byte[] content) {
    try {
      IdxFile.read("f", new ByteArrayInputStream(content), 3);
    } catch (DataException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith("f: "), refused::getMessage);
    }
  }

  private static void npy(Path path) {
    try (NpyReader reader = NpyReader.open(path)) {
      List<Long> dims = reader.dims();
      if (!dims.isEmpty() && !dims.contains(0L)) { // others are refused before rows are read
        reader.rows(0, 1);
        reader.rows(dims.getFirst() - 1, 1);
      }
    } catch (DataException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith(path + ": "), refused::getMessage);
    }
  }

  private static byte[] npy(String shape, int body) {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    String text = "\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + "\0".repeat(body);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
