package dev.specc.data;

/** What the components of a JPEG file mean, by libjpeg's rules, and how they become grey or RGB. */
enum JpegColours {
  GREY(1, 1) {
    @Override
    void convert(byte[] samples, byte[] values) {
      System.arraycopy(samples, 0, values, 0, values.length);
    }
  },
  RGB(3, 3) {
    @Override
    void convert(byte[] samples, byte[] values) {
      int plane = values.length / 3;
      for (int i = 0, at = 0; i < plane; i++, at += 3) {
        put(values, plane, i, samples[at] & 0xff, samples[at + 1] & 0xff, samples[at + 2] & 0xff);
      }
    }
  },
  YCBCR(3, 3) {
    @Override
    void convert(byte[] samples, byte[] values) {
      int plane = values.length / 3;
      for (int i = 0, at = 0; i < plane; i++, at += 3) {
        int y = samples[at] & 0xff;
        int cb = samples[at + 1] & 0xff;
        int cr = samples[at + 2] & 0xff;
        put(values, plane, i, red(y, cr), green(y, cb, cr), blue(y, cb));
      }
    }
  },
  CMYK(4, 3) {
    @Override
    void convert(byte[] samples, byte[] values) {
      int plane = values.length / 3;
      for (int i = 0, at = 0; i < plane; i++, at += 4) {
        int black = samples[at + 3] & 0xff;
        int c = samples[at] & 0xff;
        int m = samples[at + 1] & 0xff;
        int y = samples[at + 2] & 0xff;
        put(values, plane, i, times(c, black), times(m, black), times(y, black));
      }
    }
  },
  YCCK(4, 3) {
    @Override
    void convert(byte[] samples, byte[] values) {
      int plane = values.length / 3;
      for (int i = 0, at = 0; i < plane; i++, at += 4) {
        int y = samples[at] & 0xff;
        int cb = samples[at + 1] & 0xff;
        int cr = samples[at + 2] & 0xff;
        int black = samples[at + 3] & 0xff;
        int c = 255 - clamped(red(y, cr));
        int m = 255 - clamped(green(y, cb, cr));
        int yellow = 255 - clamped(blue(y, cb));
        put(values, plane, i, times(c, black), times(m, black), times(yellow, black));
      }
    }
  };

  private static final int HALF = 1 << 15;
  private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};

  private final int components;
  private final int channels;

  JpegColours(int components, int channels) {
    this.components = components;
    this.channels = channels;
  }

  /** 1 or 3. */
  int channels() {
    return channels;
  }

  /** Samples with components interleaved to values in planes. */
  abstract void convert(byte[] samples, byte[] values);

  /**
   * The colours of a file: by its JFIF or Adobe segment, else by the names of its components.
   *
   * @param components of its frame
   */
  static JpegColours of(byte[] file, int components) throws CorruptImage {
    return switch (components) {
      case 1 -> GREY;
      case 3 -> isRgb(Segments.of(file)) ? RGB : YCBCR;
      case 4 -> Segments.of(file).adobe == 2 ? YCCK : CMYK;
      default ->
          throw new CorruptImage("it has %d components, as no picture does".formatted(components));
    };
  }

  private static boolean isRgb(Segments segments) {
    if (segments.jfif) {
      return false;
    }
    return segments.adobe >= 0 ? segments.adobe == 0 : segments.namedRgb;
  }

  /**
   * @param adobe the transform that an Adobe segment gives; -1 where there is none
   * @param namedRgb whether the components are named R, G and B
   */
  private record Segments(boolean jfif, int adobe, boolean namedRgb) {
    /** The file was decoded: its segments are sound up to the frame. */
    static Segments of(byte[] file) {
      boolean jfif = false;
      int adobe = -1;
      int at = 2;
      while (at + 20 < file.length) {
        int marker = file[at + 1] & 0xff;
        int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
        if (marker == 0xff) {
          at++;
          continue;
        }
        if (marker == 0xda) {
          break;
        }
        if (marker >= 0xc0 && marker <= 0xc2) {
          boolean named = file[at + 10] == 'R' && file[at + 13] == 'G' && file[at + 16] == 'B';
          return new Segments(jfif, adobe, named);
        }
        jfif |= marker == 0xe0 && file[at + 4] == 'J' && file[at + 5] == 'F';
        if (marker == 0xee && length >= 14 && startsWith(file, at + 4, ADOBE)) {
          adobe = file[at + 15] & 0xff;
        }
        at += 2 + length;
      }
      return new Segments(jfif, adobe, false);
    }

    private static boolean startsWith(byte[] file, int at, byte[] text) {
      return java.util.Arrays.equals(file, at, at + text.length, text, 0, text.length);
    }
  }

  // ITU-T T.871, in 65536ths, rounded as libjpeg does.

  private static int red(int y, int cr) {
    return y + (91881 * (cr - 128) + HALF >> 16);
  }

  private static int green(int y, int cb, int cr) {
    return y + (-22554 * (cb - 128) - 46802 * (cr - 128) + HALF >> 16);
  }

  private static int blue(int y, int cb) {
    return y + (116130 * (cb - 128) + HALF >> 16);
  }

  private static int clamped(int value) {
    return Math.clamp(value, 0, 255);
  }

  /** The product of two values from 0 to 1, both in 255ths, rounded. */
  private static int times(int a, int b) {
    return (a * b + 127) / 255;
  }

  private static void put(byte[] values, int plane, int i, int red, int green, int blue) {
    values[i] = (byte) clamped(red);
    values[plane + i] = (byte) clamped(green);
    values[2 * plane + i] = (byte) clamped(blue);
  }
}
