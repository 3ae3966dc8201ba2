package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsWhatPngHolds() throws IOException {
    for (int channels : new int[] {1, 3}) {
      Pixels photo = Pictures.photo(channels, 20, 30, channels);
      assertEquals(photo, ImageFile.read(Pictures.write(folder.resolve("a.png"), photo)));
    }
  }

  @Test
  void dropsTransparency() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0x80405060);
    assertPixels(read(image), 3, 0x10, 0x40, 0x20, 0x50, 0x30, 0x60);
  }

  @Test
  void looksUpAPalette() throws IOException {
    byte[] red = {10, 20};
    byte[] green = {30, 40};
    byte[] blue = {50, (byte) 200};
    BufferedImage image =
        new BufferedImage(
            2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, green, blue));
    image.getRaster().setSample(1, 0, 0, 1);
    assertPixels(read(image), 3, 10, 20, 30, 40, 50, 200);
  }

  @Test
  void readsBlackAndWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xffffffff);
    assertPixels(read(image), 1, 0, 255, 0);
  }

  @Test
  void takesTheUpperBitsOf16() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x12ff);
    image.getRaster().setSample(1, 0, 0, 0xfe00);
    assertPixels(read(image), 1, 0x12, 0xfe);
  }

  /** The JDK's own conversion of colours is the reference, to its rounding. */
  @Test
  void readsColourJpeg() throws IOException {
    Pixels photo = Pictures.photo(3, 64, 48, 7);
    Path file = Pictures.write(folder.resolve("a.jpg"), photo);
    Pixels read = ImageFile.read(file);
    BufferedImage expected = ImageIO.read(file.toFile());
    int plane = 64 * 48;
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < 3; c++) {
        int value = expected.getRGB(i % 48, i / 48) >> 8 * (2 - c) & 0xff;
        assertEquals(value, read.values()[c * plane + i] & 0xff, 1);
      }
    }
    assertTrue(meanDifference(photo, read) < 12, "close to what was written");
  }

  @Test
  void readsGreyJpeg() throws IOException {
    Pixels photo = Pictures.photo(1, 64, 48, 7);
    Pixels read = ImageFile.read(Pictures.write(folder.resolve("a.jpg"), photo));
    assertEquals(1, read.channels());
    assertTrue(meanDifference(photo, read) < 5);
  }

  /** Ink is stored upside down, as Photoshop does it: 255 is none. */
  @Test
  void readsCmykJpeg() throws IOException {
    WritableRaster inks = Raster.createInterleavedRaster(0, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      inks.setPixel(i % 16, i / 16, new int[] {255, 128, 0, 204});
    }
    Path file = Files.write(folder.resolve("a.jpg"), jpeg(inks));
    Pixels read = ImageFile.read(file);
    assertEquals(3, read.channels());
    int[] expected = {204, 102, 0};
    for (int c = 0; c < 3; c++) {
      assertEquals(expected[c], read.values()[c * 256 + 100] & 0xff, 3);
    }
  }

  @Test
  void theContentDecidesAndNotTheName() throws IOException {
    Pixels photo = Pictures.photo(3, 20, 30, 1);
    Path png = Pictures.write(folder.resolve("a.png"), photo);
    assertEquals(photo, ImageFile.read(Files.move(png, folder.resolve("a.jpeg"))));
  }

  @Test
  void greyBecomesColourAndColourItsLuma() {
    Pixels grey = new Pixels(1, 1, 2, new byte[] {7, (byte) 200});
    assertPixels(grey.withChannels(3), 3, 7, 200, 7, 200, 7, 200);
    Pixels colour = new Pixels(3, 1, 2, new byte[] {(byte) 255, 10, 0, 20, 0, 30});
    // 0.299 * 255 = 76.2; 2.99 + 11.74 + 3.42 = 18.15
    assertPixels(colour.withChannels(1), 1, 76, 18);
  }

  @Test
  void whatIsNoImage() throws IOException {
    assertMessage(folder.resolve("gone.png"), "there is no such file");
    assertMessage("the file is empty");
    assertMessage("it starts with 48656c6c6f, as no PNG or JPEG does", "Hello".getBytes());
    assertMessage("it is a GIF file, no PNG or JPEG", "GIF89a...".getBytes());
    assertMessage("it is a web page or XML, no PNG or JPEG", "<html>404".getBytes());
  }

  @Test
  void takesNoMemoryOnTheWordOfAHeader() throws IOException {
    String bomb = "its header claims 100000x100000 pixels; at most 67,108,864 are read";
    assertMessage(bomb, Pictures.pngOfSize(100_000, 100_000));
    assertMessage("the header is corrupt: it gives 0x5 pixels", Pictures.pngOfSize(0, 5));
    byte[] jpeg = encoded("jpg");
    int frame = frame(jpeg);
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xff);
    assertMessage("its header claims 65535x65535 pixels; at most 67,108,864 are read", jpeg);
  }

  @Test
  void jpegOfKindsThatAreNotRead() throws IOException {
    byte[] jpeg = encoded("jpg");
    jpeg[frame(jpeg) + 1] = (byte) 0xc9;
    assertMessage(
        "it is a lossless or arithmetic-coded JPEG (marker ffc9), which is not read", jpeg);
    jpeg = encoded("jpg");
    jpeg[frame(jpeg) + 4] = 12;
    assertMessage("it is a JPEG of 12 bits, and 8 are read", jpeg);
  }

  @Test
  void filesThatAreCutOff() throws IOException {
    byte[] png = encoded("png");
    assertMessage("the file ends inside its header", Arrays.copyOf(png, 20));
    assertMessage("the file is cut off", Arrays.copyOf(png, png.length / 2));
    byte[] jpeg = encoded("jpg");
    assertMessage("the file ends inside its header", Arrays.copyOf(jpeg, 100));
    String message = message(Arrays.copyOf(jpeg, jpeg.length - 100));
    assertTrue(message.contains("damaged or cut off"), message);
  }

  @Test
  void filesThatWereDamaged() throws IOException {
    byte[] png = encoded("png");
    png[png.length / 2] ^= 1;
    assertMessage("the image data are corrupt (a checksum differs)", png);
  }

  /** A property: whatever a file holds, there is an image or a message. */
  @Test
  void anyDamageGivesAnImageOrAMessage() throws IOException {
    Random random = new Random(11);
    byte[] jpeg = encoded("jpg");
    byte[] png = encoded("png");
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] file = (i % 2 == 0 ? jpeg : png).clone();
      for (int k = 0; k < 1 + i % 5; k++) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      Path damaged = Files.write(folder.resolve("damaged"), file);
      try {
        Pixels read = ImageFile.read(damaged);
        assertTrue(read.values().length > 0);
      } catch (DataException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith(damaged + ": "));
        refused++;
      }
    }
    assertTrue(refused > 200, refused + " of 400 refused");
  }

  private byte[] encoded(String format) throws IOException {
    return Pictures.encoded(Pictures.image(Pictures.photo(3, 40, 50, 2)), format);
  }

  /** Where the frame header of a JPEG file starts. */
  private static int frame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
    return at;
  }

  private static byte[] jpeg(Raster raster) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    writer.dispose();
    return out.toByteArray();
  }

  private Pixels read(BufferedImage image) throws IOException {
    return ImageFile.read(Files.write(folder.resolve("a.png"), Pictures.encoded(image, "png")));
  }

  private static void assertPixels(Pixels read, int channels, int... values) {
    assertEquals(channels, read.channels());
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    assertArrayEquals(bytes, read.values());
  }

  private static double meanDifference(Pixels a, Pixels b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      sum += Math.abs((a.values()[i] & 0xff) - (b.values()[i] & 0xff));
    }
    return sum / a.values().length;
  }

  private void assertMessage(String reason, byte... bytes) throws IOException {
    assertMessage(Files.write(folder.resolve("x.jpg"), bytes), reason);
  }

  private String message(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("x.jpg"), bytes);
    return String.valueOf(
        assertThrows(DataException.class, () -> ImageFile.read(file)).getMessage());
  }

  private static void assertMessage(Path file, String reason) {
    DataException e = assertThrows(DataException.class, () -> ImageFile.read(file));
    assertEquals(file + ": " + reason, e.getMessage());
  }
}
