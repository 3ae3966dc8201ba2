package dev.specc.report.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.picture.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back by a reader of its own: another CRC, another protobuf parser. */
class EventFileTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L, 500_000_000);

  @TempDir private Path folder = Path.of("");

  /** A message: the values of each field, numbers as their bits. */
  private record Message(Map<Integer, List<Object>> fields) {
    static Message of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      Map<Integer, List<Object>> fields = new LinkedHashMap<>();
      while (in.hasRemaining()) {
        long key = varint(in);
        Object value =
            switch ((int) (key & 7)) {
              case 0 -> varint(in);
              case 1 -> in.getLong();
              case 2 -> bytes(in, (int) varint(in));
              case 5 -> in.getInt();
              default -> throw new AssertionError("wire type " + (key & 7));
            };
        fields.computeIfAbsent((int) (key >>> 3), unused -> new ArrayList<>()).add(value);
      }
      return new Message(fields);
    }

    private static long varint(ByteBuffer in) {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = in.get();
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
      byte[] bytes = new byte[length];
      in.get(bytes);
      return bytes;
    }

    Object one(int field) {
      return fields.get(field).getFirst();
    }

    Message message(int field) {
      return of((byte[]) one(field));
    }

    String text(int field) {
      return new String((byte[]) one(field), StandardCharsets.UTF_8);
    }
  }

  private static List<Message> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Message> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = Message.bytes(in, 8);
      assertEquals(masked(length), in.getInt(), "the length's checksum");
      byte[] content =
          Message.bytes(in, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
      assertEquals(masked(content), in.getInt(), "the content's checksum");
      events.add(Message.of(content));
    }
    return events;
  }

  /** Castagnoli's CRC bit by bit, masked as TensorFlow's crc32c.h says. */
  private static int masked(byte[] bytes) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
      }
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  @Test
  void theFirstEventNamesTheVersionAndTheRestHoldTheNumbers() throws IOException {
    Path path = folder.resolve("events");
    EventFile file = new EventFile(path);
    file.scalars(300, TIME, new LinkedHashMap<>(Map.of("loss/train", 0.25)));
    file.scalars(301, TIME, Map.of("loss/train", -1.5));
    List<Message> events = read(path);
    assertEquals(3, events.size());
    assertEquals("brain.Event:2", events.getFirst().text(3));
    Message event = events.get(1);
    assertEquals(300L, event.one(2));
    assertEquals(1_700_000_000.5, Double.longBitsToDouble((long) event.one(1)));
    Message value = event.message(5).message(1);
    assertEquals("loss/train", value.text(1));
    assertEquals(0.25f, Float.intBitsToFloat((int) value.one(2)));
  }

  @Test
  void aPictureKeepsItsSizeAndItsBytes() throws IOException {
    Path path = folder.resolve("events");
    BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    byte[] png = Png.of(image);
    new EventFile(path).image(7, TIME, "confusion", image, png);
    Message value = read(path).getLast().message(5).message(1);
    assertEquals("confusion", value.text(1));
    Message stored = value.message(4);
    assertEquals(List.of(3L, 5L, 3L), List.of(stored.one(1), stored.one(2), stored.one(3)));
    assertTrue(Arrays.equals(png, (byte[]) stored.one(4)));
  }

  @Test
  void whatAResumedRunDoesAgainIsDropped() throws IOException {
    Path path = folder.resolve("events");
    EventFile file = new EventFile(path);
    for (int epoch = 1; epoch <= 3; epoch++) {
      file.scalars(10L * epoch, TIME, Map.of("step/loss", 1.0));
      file.scalars(epoch, TIME, Map.of("loss/train", 1.0));
    }
    Files.write(path, new byte[] {9, 0, 0}, StandardOpenOption.APPEND);
    file.keep("loss/train", 2);
    assertEquals(
        List.of(10L, 1L, 20L, 2L), read(path).stream().skip(1).map(e -> e.one(2)).toList());
  }
}
