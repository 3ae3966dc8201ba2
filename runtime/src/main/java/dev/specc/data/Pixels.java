package dev.specc.data;

import java.util.Arrays;

/**
 * One image in memory.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param values unsigned bytes [C, H, W], 0 for black to 255 for white; nobody changes them
 */
public record Pixels(int channels, int height, int width, byte[] values) {
  /**
   * Of red, green and blue in 65536ths: ITU-R BT.601 as Pillow's {@code convert("L")} rounds it.
   */
  private static final int[] LUMA = {19595, 38470, 7471};

  public Pixels {
    if (values.length != channels * height * width) {
      throw new IllegalArgumentException("%d values".formatted(values.length));
    }
  }

  /**
   * The same with another number of channels: a colour image becomes grey by its luma, a grey one
   * three equal channels.
   *
   * @param wanted 1 or 3
   */
  public Pixels withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    int plane = height * width;
    byte[] converted = new byte[wanted * plane];
    if (channels == 1) {
      for (int c = 0; c < wanted; c++) {
        System.arraycopy(values, 0, converted, c * plane, plane);
      }
    } else {
      for (int i = 0; i < plane; i++) {
        int luma = 0x8000;
        for (int c = 0; c < LUMA.length; c++) {
          luma += LUMA[c] * (values[c * plane + i] & 0xff);
        }
        converted[i] = (byte) (luma >> 16);
      }
    }
    return new Pixels(wanted, height, width, converted);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pixels p
        && channels == p.channels
        && height == p.height
        && width == p.width
        && Arrays.equals(values, p.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Pixels[%d, %d, %d]".formatted(channels, height, width);
  }
}
