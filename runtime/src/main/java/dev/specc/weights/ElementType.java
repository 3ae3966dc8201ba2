package dev.specc.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** How a number is stored, always little-endian. The names are those of safetensors. */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one number. */
  public int bytes() {
    return bytes;
  }

  static Optional<ElementType> of(String name) {
    return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
  }

  /** The number at an index, as the nearest float. */
  float floatAt(ByteBuffer from, int index) {
    return switch (this) {
      case F32 -> from.getFloat(index * 4);
      case F64 -> (float) from.getDouble(index * 8);
      case F16 -> Float.float16ToFloat(from.getShort(index * 2));
      case BF16 -> Float.intBitsToFloat(from.getShort(index * 2) << 16);
      case I64, I32, I16, I8, U8, BOOL -> longAt(from, index);
    };
  }

  /** The number at an index, without what stands after its point. */
  long longAt(ByteBuffer from, int index) {
    return switch (this) {
      case I64 -> from.getLong(index * 8);
      case I32 -> from.getInt(index * 4);
      case I16 -> from.getShort(index * 2);
      case I8 -> from.get(index);
      case U8, BOOL -> from.get(index) & 0xff;
      case F64 -> (long) from.getDouble(index * 8);
      case F32, F16, BF16 -> (long) floatAt(from, index);
    };
  }

  /** Appends a number of another type. */
  void put(ElementType type, ByteBuffer from, int index, ByteBuffer to) {
    switch (this) {
      case F64 -> to.putDouble(type == F64 ? from.getDouble(index * 8) : type.floatAt(from, index));
      case F32 -> to.putFloat(type.floatAt(from, index));
      case I64 -> to.putLong(type.longAt(from, index));
      case I32 -> to.putInt((int) type.longAt(from, index));
      case F16, BF16, I16, I8, U8, BOOL ->
          throw new IllegalArgumentException("specc computes with no " + this);
    }
  }

  /** Room for so many numbers of this type, little-endian. */
  ByteBuffer allocate(long elements) {
    return ByteBuffer.allocateDirect(Math.toIntExact(elements * bytes))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
