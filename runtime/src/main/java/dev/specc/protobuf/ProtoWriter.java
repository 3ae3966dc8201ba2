package dev.specc.protobuf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message, field by field, in the wire format
 * (https://protobuf.dev/programming-guides/encoding). What is large is kept as it was given and not
 * copied, so that messages may be nested deeply; what is larger than memory is asked for when it is
 * written.
 */
public final class ProtoWriter {
  /** Writes bytes when their turn comes. */
  @FunctionalInterface
  public interface Content {
    /** Writes them all, and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** A message must be smaller than this, by the format's own rule. */
  public static final long MAX_SIZE = Integer.MAX_VALUE;

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private final List<Content> finished = new ArrayList<>();
  private long finishedSize;
  private ByteArrayOutputStream open = new ByteArrayOutputStream();

  public ProtoWriter integer(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  public ProtoWriter doubleFloat(int field, double value) {
    varint((long) field << 3 | EIGHT_BYTES);
    littleEndian(Double.doubleToLongBits(value), Double.BYTES);
    return this;
  }

  public ProtoWriter singleFloat(int field, float value) {
    varint((long) field << 3 | FOUR_BYTES);
    littleEndian(Float.floatToIntBits(value), Float.BYTES);
    return this;
  }

  public ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message within this one; it must be complete, and is not copied. */
  public ProtoWriter message(int field, ProtoWriter value) {
    varint((long) field << 3 | LENGTH);
    varint(value.size());
    value.finish();
    finish();
    finished.addAll(value.finished);
    finishedSize += value.finishedSize;
    return this;
  }

  /** Bytes that nobody changes any more; they are not copied. */
  public ProtoWriter bytes(int field, byte[] value) {
    return bytes(field, value.length, out -> out.write(value));
  }

  /**
   * Bytes that are written when the message is.
   *
   * @param size how many they are
   */
  public ProtoWriter bytes(int field, long size, Content value) {
    varint((long) field << 3 | LENGTH);
    varint(size);
    finish();
    finished.add(value);
    finishedSize += size;
    return this;
  }

  /** How many bytes the message has so far. */
  public long size() {
    return finishedSize + open.size();
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(size()));
    try {
      writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Writes the message, without its length before it. */
  public void writeTo(OutputStream out) throws IOException {
    finish();
    for (Content part : finished) {
      part.writeTo(out);
    }
  }

  private void finish() {
    if (open.size() > 0) {
      byte[] part = open.toByteArray();
      finished.add(out -> out.write(part));
      finishedSize += part.length;
      open = new ByteArrayOutputStream();
    }
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      open.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    open.write((int) left);
  }

  private void littleEndian(long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      open.write((int) (bits >>> 8 * i));
    }
  }
}
