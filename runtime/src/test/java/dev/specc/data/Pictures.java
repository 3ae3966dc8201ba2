package dev.specc.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Writes picture files for tests. */
public final class Pictures {
  private Pictures() {}

  /** A smooth picture with some detail, as photographs are; another for each seed. */
  public static Pixels photo(int channels, int height, int width, long seed) {
    Random random = new Random(seed);
    byte[] values = new byte[channels * height * width];
    for (int c = 0; c < channels; c++) {
      double fx = 1 + 3 * random.nextDouble();
      double fy = 1 + 3 * random.nextDouble();
      double phase = 6 * random.nextDouble();
      for (int i = 0; i < height * width; i++) {
        double x = (double) (i % width) / width;
        double y = (double) (i / width) / height;
        double value = 128 + 90 * Math.sin(phase + 6 * fx * x) * Math.cos(6 * fy * y);
        values[c * height * width + i] = (byte) (value + random.nextGaussian() * 5);
      }
    }
    return new Pixels(channels, height, width, values);
  }

  /** An image of the bundled subset of Fashion-MNIST. */
  public static Pixels clothing(ImageSet images, int index) {
    byte[] values = new byte[images.imageBytes()];
    images.read(index, ByteBuffer.wrap(values));
    return new Pixels(images.channels(), images.height(), images.width(), values);
  }

  /** Grey or RGB, 8 bits. */
  public static BufferedImage image(Pixels pixels) {
    int type = pixels.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), type);
    int plane = pixels.height() * pixels.width();
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < pixels.channels(); c++) {
        int value = pixels.values()[c * plane + i] & 0xff;
        image.getRaster().setSample(i % pixels.width(), i / pixels.width(), c, value);
      }
    }
    return image;
  }

  /**
   * @param format {@code png} or {@code jpg}
   */
  public static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IllegalArgumentException("no writer for " + format);
    }
    return out.toByteArray();
  }

  /** Writes a picture in the format that the file's name ends with; folders are made. */
  public static Path write(Path file, Pixels pixels) throws IOException {
    Files.createDirectories(file.getParent());
    String name = file.getFileName().toString();
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    return Files.write(file, encoded(image(pixels), format));
  }

  /** The header of a PNG file of any size, with no image in it. */
  public static byte[] pngOfSize(int height, int width) {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.putLong(0x89504e470d0a1a0aL).putInt(13).putInt(0x49484452).putInt(width).putInt(height);
    png.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(png.array(), 12, 17);
    return png.putInt((int) sum.getValue()).array();
  }
}
