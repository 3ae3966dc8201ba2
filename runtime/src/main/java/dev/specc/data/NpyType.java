package dev.specc.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of numbers that .npy files may have, all little-endian. */
enum NpyType {
  FLOAT32("<f4", 4),
  FLOAT64("<f8", 8),
  UINT8("|u1", 1),
  INT8("|i1", 1),
  INT16("<i2", 2),
  INT32("<i4", 4),
  INT64("<i8", 8);

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

  /** Whether these are whole numbers. */
  boolean isWhole() {
    return switch (this) {
      case FLOAT32, FLOAT64 -> false;
      case UINT8, INT8, INT16, INT32, INT64 -> true;
    };
  }

  /** The whole number at an index; what a float has after its point is cut off. */
  long wholeAt(ByteBuffer from, int index) {
    return switch (this) {
      case FLOAT32, FLOAT64 -> (long) floatAt(from, index);
      case UINT8 -> from.get(index) & 0xff;
      case INT8 -> from.get(index);
      case INT16 -> from.getShort(index * 2);
      case INT32 -> from.getInt(index * 4);
      case INT64 -> from.getLong(index * 8);
    };
  }

  /** The number at an index; a byte counts from 0 to 255. */
  float floatAt(ByteBuffer from, int index) {
    return switch (this) {
      case FLOAT32 -> from.getFloat(index * 4);
      case FLOAT64 -> (float) from.getDouble(index * 8);
      case UINT8, INT8, INT16, INT32, INT64 -> wholeAt(from, index);
    };
  }
}
