package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class IdxFileTest {
  /** Two images of 1x3 pixels. */
  private static final byte[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, (byte) 255
  };

  @Test
  void readsDimensionsAndElements() {
    IdxFile file = read(IMAGES, 3);
    assertEquals(2, file.dim(0));
    assertEquals(1, file.dim(1));
    assertEquals(3, file.dim(2));
    assertArrayEquals(new byte[] {10, 20, 30, 40, 50, (byte) 255}, file.elements());
  }

  @Test
  void readsTheSameGzipped() throws IOException {
    assertArrayEquals(read(IMAGES, 3).elements(), read(gzip(IMAGES), 3).elements());
  }

  @Test
  void refusesAnEmptyFile() {
    assertEquals("f: the file is empty", message(new byte[0], 3));
  }

  @Test
  void refusesAnotherFormat() {
    assertEquals(
        "f: not an IDX file of bytes with 3 dimensions: it starts with 89 50 4e 47, not with"
            + " 00 00 08 03",
        message(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3, 4}, 3));
  }

  @Test
  void refusesImagesWhereLabelsBelong() {
    assertEquals(
        "f: not an IDX file of bytes with 1 dimension: it starts with 00 00 08 03, not with"
            + " 00 00 08 01",
        message(IMAGES, 1));
  }

  @Test
  void refusesAFileThatEndsInItsHeader() {
    assertEquals("f: the file ends inside its header", message(Arrays.copyOf(IMAGES, 10), 3));
  }

  @Test
  void refusesAFileThatEndsTooEarly() {
    assertEquals(
        "f: the header promises 2 x 1 x 3 bytes, and only 5 follow",
        message(Arrays.copyOf(IMAGES, IMAGES.length - 1), 3));
  }

  @Test
  void refusesAFileThatGoesOn() {
    assertEquals(
        "f: the header promises 2 x 1 x 3 bytes, and more follow",
        message(Arrays.copyOf(IMAGES, IMAGES.length + 1), 3));
  }

  @Test
  void allocatesNothingOnTheWordOfAHeader() {
    byte[] lies = IMAGES.clone();
    Arrays.fill(lies, 4, 16, (byte) 0x7f);
    assertEquals(
        "f: the header promises 2139062143 x 2139062143 x 2139062143 bytes, and only 6 follow",
        message(lies, 3));
  }

  @Test
  void refusesSizesThatAreNone() {
    byte[] zero = IMAGES.clone();
    zero[7] = 0;
    assertEquals("f: the header is corrupt: it gives a size of 0", message(zero, 3));
    byte[] huge = IMAGES.clone();
    huge[4] = (byte) 0xff;
    assertEquals("f: the header is corrupt: it gives a size of 4278190082", message(huge, 3));
  }

  @Test
  void refusesGzipThatIsCutOff() throws IOException {
    byte[] zipped = gzip(IMAGES);
    assertEquals(
        "f: the gzip'd data end too early; the file is cut off",
        message(Arrays.copyOf(zipped, zipped.length - 9), 3));
  }

  @Test
  void refusesGzipThatIsCorrupt() throws IOException {
    byte[] zipped = gzip(IMAGES);
    zipped[zipped.length - 6] ^= 0x55;
    assertTrue(message(zipped, 3).startsWith("f: the gzip'd data are corrupt ("));
  }

  @Test
  void aGzipBombUnfoldsNoFurtherThanTheMemoryAllows() throws IOException {
    byte[] bomb = Arrays.copyOf(new byte[] {0, 0, 8, 1, 0x7f, -1, -1, -1}, 10 << 20);
    byte[] zipped = gzip(bomb);
    assertTrue(zipped.length < 20_000, "a bomb is small");
    DataException refused =
        assertThrows(
            DataException.class,
            () -> IdxFile.read("f", new ByteArrayInputStream(zipped), 1, 1 << 20));
    assertEquals(
        "f: holds more than 1,048,576 bytes, a quarter of the memory that Java may use",
        refused.getMessage());
  }

  private static IdxFile read(byte[] bytes, int rank) {
    return IdxFile.read("f", new ByteArrayInputStream(bytes), rank);
  }

  private static String message(byte[] bytes, int rank) {
    return String.valueOf(assertThrows(DataException.class, () -> read(bytes, rank)).getMessage());
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}
