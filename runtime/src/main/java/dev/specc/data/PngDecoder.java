package dev.specc.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Decodes PNG with the JDK's decoder, which does not look at checksums: they are compared first.
 */
final class PngDecoder {
  private static final int IEND = 0x49454e44;
  private static final int SIGNATURE = 8;

  private PngDecoder() {}

  static Pixels decode(ImageHeader header, byte[] file) throws CorruptImage {
    requireChecksums(ByteBuffer.wrap(file));
    try (ImageIoReading reading = new ImageIoReading("png", file)) {
      BufferedImage image = reading.read(reader -> reader.read(0));
      int channels = header.colour() ? 3 : 1;
      byte[] values = new byte[channels * image.getHeight() * image.getWidth()];
      if (image.getColorModel() instanceof IndexColorModel palette) {
        lookUp(image.getRaster(), palette, channels, values);
      } else {
        separate(image.getRaster(), channels, values);
      }
      return new Pixels(channels, image.getHeight(), image.getWidth(), values);
    }
  }

  private static void requireChecksums(ByteBuffer file) throws CorruptImage {
    int at = SIGNATURE;
    CRC32 sum = new CRC32();
    while (at + 12 <= file.limit()) {
      int length = file.getInt(at);
      if (length < 0 || length > file.limit() - at - 12) {
        break;
      }
      sum.reset();
      sum.update(file.array(), at + 4, length + 4);
      if ((int) sum.getValue() != file.getInt(at + 8 + length)) {
        throw new CorruptImage("the image data are corrupt (a checksum differs)");
      }
      if (file.getInt(at + 4) == IEND) {
        return;
      }
      at += length + 12;
    }
    throw new CorruptImage("the file is cut off");
  }

  private static void lookUp(Raster raster, IndexColorModel palette, int channels, byte[] values) {
    int plane = raster.getHeight() * raster.getWidth();
    int[] indices = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    for (int i = 0; i < plane; i++) {
      int rgb = palette.getRGB(indices[i]);
      for (int c = 0; c < channels; c++) {
        values[c * plane + i] = (byte) (rgb >> 8 * (2 - c));
      }
    }
  }

  private static void separate(Raster raster, int channels, byte[] values) {
    int plane = raster.getHeight() * raster.getWidth();
    boolean wide = raster.getSampleModel().getDataType() == DataBuffer.TYPE_USHORT;
    for (int c = 0; c < channels; c++) {
      if (!copyBytes(raster, c, values, c * plane)) {
        int[] band =
            raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), c, (int[]) null);
        for (int i = 0; i < plane; i++) {
          values[c * plane + i] = (byte) (wide ? band[i] >> 8 : band[i]);
        }
      }
    }
  }

  /** The quick way for the usual layout; false where it is another. */
  static boolean copyBytes(Raster raster, int band, byte[] values, int at) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
        || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
        || buffer.getOffset() != 0
        || model.getScanlineStride() != width * model.getPixelStride()) {
      return false;
    }
    byte[] data = buffer.getData();
    int stride = model.getPixelStride();
    int from = model.getBandOffsets()[band];
    for (int i = 0; i < height * width; i++, from += stride) {
      values[at + i] = data[from];
    }
    return true;
  }
}
