package dev.specc.lower.onnx;

import ai.djl.ndarray.NDArray;
import dev.specc.protobuf.ProtoWriter;
import dev.specc.weights.ArrayBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A value that is known: {@code TensorProto} of onnx.proto.
 *
 * @param dims empty for a scalar
 * @param elements little-endian
 */
record Tensor(String name, Type type, List<Long> dims, ProtoWriter.Content elements) {
  /** {@code TensorProto.DataType}. */
  enum Type {
    FLOAT(1, Float.BYTES),
    INT64(7, Long.BYTES);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    int code() {
      return code;
    }
  }

  /** A float32 array of a net, which is read when it is written. */
  static Tensor of(String name, NDArray array) {
    List<Long> dims = Arrays.stream(array.getShape().getShape()).boxed().toList();
    return new Tensor(name, Type.FLOAT, dims, out -> ArrayBytes.write(array, out));
  }

  static Tensor of(String name, long... values) {
    ByteBuffer elements = littleEndian(values.length * Long.BYTES);
    elements.asLongBuffer().put(values);
    return new Tensor(
        name, Type.INT64, List.of((long) values.length), out -> out.write(elements.array()));
  }

  static Tensor of(String name, List<Long> dims, float... values) {
    ByteBuffer elements = littleEndian(values.length * Float.BYTES);
    elements.asFloatBuffer().put(values);
    return new Tensor(name, Type.FLOAT, dims, out -> out.write(elements.array()));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  ProtoWriter proto() {
    ProtoWriter proto = new ProtoWriter();
    dims.forEach(dim -> proto.integer(1, dim));
    long size = dims.stream().reduce((long) type.bytes, Math::multiplyExact);
    return proto.integer(2, type.code()).text(8, name).bytes(9, size, elements);
  }
}
