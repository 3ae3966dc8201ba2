package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a tree of modules in Python's pickle format, protocol 2, as TorchScript reads it. */
final class Pickle {
  private static final int PROTOCOL = 0x80;
  private static final int NEW_OBJECT = 0x81;
  private static final int LONG_OF_BYTES = 0x8a;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<ScriptTensor> storages = new ArrayList<>();

  private Pickle() {
    bytes.write(PROTOCOL);
    bytes.write(2);
  }

  /**
   * @param bytes the pickle
   * @param storages the tensors' elements, which it names by their places in this list
   */
  record Written(byte[] bytes, List<ScriptTensor> storages) {}

  static Written of(ScriptModule root) {
    Pickle pickle = new Pickle();
    pickle.module(root);
    pickle.opcodes(".");
    return new Written(pickle.bytes.toByteArray(), List.copyOf(pickle.storages));
  }

  /** An empty tuple: the archive's constants, which the source writes out instead. */
  static byte[] empty() {
    Pickle pickle = new Pickle();
    pickle.opcodes(").");
    return pickle.bytes.toByteArray();
  }

  /** {@code Type.__new__(Type)} with a dictionary of attributes. */
  private void module(ScriptModule module) {
    global("__torch__", module.type());
    opcodes(")");
    bytes.write(NEW_OBJECT);
    opcodes("}(");
    module
        .tensors()
        .forEach(
            (name, tensor) -> {
              text(name);
              tensor(tensor);
            });
    text("training");
    bool(true);
    module
        .children()
        .forEach(
            (name, child) -> {
              text(name);
              module(child);
            });
    opcodes("ub");
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
  private void tensor(ScriptTensor tensor) {
    NDArray values = tensor.values();
    long[] dims = values.getShape().getShape();
    global("torch._utils", "_rebuild_tensor_v2");
    opcodes("((");
    text("storage");
    global("torch", storage(values.getDataType()));
    text(Integer.toString(storages.size()));
    text("cpu");
    integer(values.size());
    opcodes("tQ");
    integer(0);
    tuple(dims);
    tuple(tensor.strides());
    bool(tensor.trained());
    global("collections", "OrderedDict");
    opcodes(")RtR");
    storages.add(tensor);
  }

  private static String storage(DataType type) {
    return switch (type) {
      case FLOAT32 -> "FloatStorage";
      case INT64 -> "LongStorage";
      default -> throw new IllegalArgumentException("a parameter of " + type);
    };
  }

  private void tuple(long[] values) {
    opcodes("(");
    for (long value : values) {
      integer(value);
    }
    opcodes("t");
  }

  private void integer(long value) {
    if (value == (int) value) {
      opcodes("J");
      bytes.writeBytes(little(4).putInt((int) value).array());
    } else {
      bytes.write(LONG_OF_BYTES);
      bytes.write(8);
      bytes.writeBytes(little(8).putLong(value).array());
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    opcodes("X");
    bytes.writeBytes(little(4).putInt(utf8.length).array());
    bytes.writeBytes(utf8);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void bool(boolean value) {
    bytes.write(value ? 0x88 : 0x89);
  }

  private void global(String module, String name) {
    opcodes("c" + module + "\n" + name + "\n");
  }

  /** Opcodes and names, one byte a character. */
  private void opcodes(String ascii) {
    bytes.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
