package dev.specc.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of numbers that .npy files may have, all little-endian. */
enum NpyType {
  FLOAT32("<f4", 4),
  FLOAT64("<f8", 8),
  UINT8("|u1", 1);

  private final String code;
  private final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  String code() {
    return code;
  }

  int bytes() {
    return bytes;
  }

  static Optional<NpyType> of(String code) {
    return Arrays.stream(values()).filter(t -> t.code.equals(code)).findFirst();
  }

  static List<String> codes() {
    return Arrays.stream(values()).map(NpyType::code).toList();
  }

  /** The number at an index; a byte counts from 0 to 255. */
  float floatAt(ByteBuffer from, int index) {
    return switch (this) {
      case FLOAT32 -> from.getFloat(index * 4);
      case FLOAT64 -> (float) from.getDouble(index * 8);
      case UINT8 -> from.get(index) & 0xff;
    };
  }
}
