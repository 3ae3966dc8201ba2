package dev.specc.report.tensorboard;

import dev.specc.protobuf.ProtoWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Appends to a file of TensorBoard's events: TFRecords (length, masked CRC-32C of it, content,
 * masked CRC-32C of that), each an {@code Event} of tensorflow's {@code event.proto} with the older
 * forms of {@code summary.proto}, {@code simple_value} and {@code image}, which TensorBoard reads.
 */
public final class EventFile {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;
  private static final int VALUE_IMAGE = 4;
  private static final int IMAGE_HEIGHT = 1;
  private static final int IMAGE_WIDTH = 2;
  private static final int IMAGE_COLOUR_SPACE = 3;
  private static final int IMAGE_ENCODED = 4;
  private static final int RGB = 3;

  /** Bytes of a record beside its content. */
  private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;

  private static final int CRC_ROTATION = 15;
  private static final int CRC_MASK = 0xa282ead8;

  private final Path path;

  /** The file need not exist yet; what it holds stays. */
  public EventFile(Path path) {
    this.path = path;
  }

  /** The numbers of a step by their tags. */
  public void scalars(long step, Instant time, Map<String, Double> values) throws IOException {
    ProtoWriter summary = new ProtoWriter();
    values.forEach(
        (tag, value) ->
            summary.message(
                SUMMARY_VALUE,
                new ProtoWriter()
                    .text(VALUE_TAG, tag)
                    .singleFloat(VALUE_SIMPLE, value.floatValue())));
    append(event(time).integer(STEP, step).message(SUMMARY, summary));
  }

  /**
   * A picture.
   *
   * @param png the same picture as a PNG file
   */
  public void image(long step, Instant time, String tag, BufferedImage image, byte[] png)
      throws IOException {
    ProtoWriter content =
        new ProtoWriter()
            .integer(IMAGE_HEIGHT, image.getHeight())
            .integer(IMAGE_WIDTH, image.getWidth())
            .integer(IMAGE_COLOUR_SPACE, RGB)
            .bytes(IMAGE_ENCODED, png);
    ProtoWriter value = new ProtoWriter().text(VALUE_TAG, tag).message(VALUE_IMAGE, content);
    ProtoWriter summary = new ProtoWriter().message(SUMMARY_VALUE, value);
    append(event(time).integer(STEP, step).message(SUMMARY, summary));
  }

  /**
   * Drops what comes after some events that have a tag: after the last epoch that a checkpoint
   * holds, say.
   *
   * @param tag of a number, as it was written
   * @param count how many events with it are kept, at least 1
   */
  public void keep(String tag, int count) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int seen = 0;
    while (seen < count && file.remaining() >= FRAME) {
      long length = file.getLong(file.position());
      if (length < 0 || length > file.remaining() - FRAME) {
        break; // a record that was being written when the run was cut off
      }
      String content =
          new String(
              file.array(),
              file.position() + Long.BYTES + Integer.BYTES,
              (int) length,
              StandardCharsets.ISO_8859_1);
      seen += content.contains(tag) ? 1 : 0;
      file.position(file.position() + FRAME + (int) length);
    }
    Files.write(path, Arrays.copyOf(file.array(), file.position()));
  }

  private static ProtoWriter event(Instant time) {
    double seconds = time.getEpochSecond() + time.getNano() / 1e9;
    return new ProtoWriter().doubleFloat(WALL_TIME, seconds);
  }

  private void append(ProtoWriter event) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    if (Files.notExists(path)) {
      Instant now = Instant.now();
      records.writeBytes(record(event(now).text(FILE_VERSION, "brain.Event:2").bytes()));
    }
    records.writeBytes(record(event.bytes()));
    Files.write(path, records.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static byte[] record(byte[] content) {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(content.length)
            .array();
    return ByteBuffer.allocate(FRAME + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(masked(length))
        .put(content)
        .putInt(masked(content))
        .array();
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), CRC_ROTATION) + CRC_MASK;
  }
}
