package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsWhatItWrote() throws IOException {
    try (NpyWriter writer = new NpyWriter(file(), List.of(2L, 1L, 2L))) {
      writer.append(floats(1, 2));
      writer.append(floats(3, 4));
      writer.finish();
    }
    try (NpyReader reader = NpyReader.open(file())) {
      assertEquals(List.of(2L, 1L, 2L), reader.dims());
      assertEquals(floats(3, 4), reader.rows(1, 1));
      assertEquals(floats(1, 2, 3, 4), reader.rows(0, 2));
    }
    assertEquals(0, (Files.size(file()) - 16) % 64);
    assertFalse(Files.exists(folder.resolve("a.npy.tmp")));
  }

  @Test
  void anUnfinishedFileIsTakenAway() throws IOException {
    try (NpyWriter writer = new NpyWriter(file(), List.of(2L))) {
      writer.append(floats(1));
    }
    assertFalse(Files.exists(file()));
    assertFalse(Files.exists(folder.resolve("a.npy.tmp")));
  }

  @Test
  void convertsBytesAndDoubles() throws IOException {
    write(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2), }", (byte) 7, (byte) 255);
    try (NpyReader reader = NpyReader.open(file())) {
      assertEquals(floats(7, 255), reader.rows(0, 1));
    }
    byte[] half = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.5).array();
    write(2, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", half);
    try (NpyReader reader = NpyReader.open(file())) {
      assertEquals(floats(0.5f), reader.rows(0, 1));
    }
  }

  @Test
  void whatCannotBeRead() throws IOException {
    assertMessage("no such file");
    Files.write(file(), new byte[20]);
    assertMessage("no .npy file; numpy.save(file, array) writes one");
    write(1, "{'descr': '<c8', 'fortran_order': False, 'shape': (0,), }");
    assertMessage("holds numbers of type <c8, and specc reads [<f4, <f8, |u1, |i1, <i2, <i4, <i8]");
    write(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (0, 2), }");
    assertMessage("is in Fortran order; numpy.ascontiguousarray(x) gives the order to save it in");
    write(9, "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }");
    assertMessage("the header is corrupt: version 9, 57 bytes long, in a file of 69");
  }

  @Test
  void headersThatLie() throws IOException {
    write(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }", (byte) 0);
    assertMessage("the header promises [1000000, 1000000] numbers of type <f4, and 1 bytes follow");
    String huge = "9223372036854775807";
    write(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (%s, 4), }".formatted(huge));
    assertMessage("the header promises [" + huge + ", 4] numbers of type <f4, and 0 bytes follow");
    write(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }");
    assertMessage("the header is corrupt: a size of -1");
    write(1, "{'descr': '<f4', 'shape': (1,), }");
    assertMessage("the header is corrupt: it has no fortran_order");
  }

  private void assertMessage(String expected) {
    DataException e = assertThrows(DataException.class, () -> NpyReader.open(file()));
    assertEquals(file() + ": " + expected, e.getMessage());
  }

  private Path file() {
    return folder.resolve("a.npy");
  }

  private static ByteBuffer floats(float... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.flip();
  }

  private void write(int version, String header, byte... body) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + body.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(body).flip();
    byte[] written = new byte[bytes.limit()];
    bytes.get(written);
    Files.write(file(), written);
  }
}
