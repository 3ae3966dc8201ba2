package dev.specc.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose headers lie: one clear message each, and no memory taken on their word. */
class SafetensorsHeaderTest {
  private static final String CORRUPT = "the safetensors header is corrupt: ";

  @TempDir private Path folder = Path.of("");

  @Test
  void theHeaderIsLongerThanTheFile() throws IOException {
    for (long length : new long[] {10_000, Long.MAX_VALUE, -1}) {
      assertMessage(
          "its header should have %s bytes, and the file has 14: it is corrupt or cut off"
              .formatted(Long.toUnsignedString(length)),
          file(length, "{\"a\":", 1));
    }
  }

  @Test
  void theFileIsTooShort() throws IOException {
    assertMessage("no weights: it has 9 bytes", file(1, "{", 0));
  }

  @Test
  void theHeaderIsNoJson() throws IOException {
    assertMessage(
        "the safetensors header is no JSON as it should be: Unexpected end-of-input in field name",
        json("{\"a", 0));
  }

  @Test
  void aNameStandsThereTwice() throws IOException {
    String tensor = "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";
    assertMessage(
        "the safetensors header is no JSON as it should be: Duplicate field 'a'",
        json("{" + tensor + "," + tensor + "}", 1));
  }

  @Test
  void theSizesOverflow() throws IOException {
    assertMessage(
        CORRUPT
            + "tensor a is F32 of shape [4611686018427387904, 4], which is too many bytes, and is at"
            + " bytes 0 to 4",
        tensor("F32", "[4611686018427387904, 4]", "[0, 4]", 4));
  }

  @Test
  void aShapeThatTheBytesAreTooFewFor() throws IOException {
    assertMessage(
        CORRUPT
            + "tensor a is F32 of shape [1000000000], which is 4000000000 bytes, and is at bytes 0"
            + " to 4",
        tensor("F32", "[1000000000]", "[0, 4]", 4));
  }

  @Test
  void offsetsThatAreNone() throws IOException {
    String where = " in data_offsets, where sizes from 0 on stand";
    assertMessage(CORRUPT + "tensor a has -4" + where, tensor("F32", "[1]", "[-4, 0]", 4));
    assertMessage(CORRUPT + "tensor a has 0.5" + where, tensor("F32", "[1]", "[0.5, 4]", 4));
    assertMessage(
        CORRUPT + "tensor a has 99999999999999999999" + where,
        tensor("F32", "[1]", "[0, 99999999999999999999]", 4));
    assertMessage(
        CORRUPT + "tensor a needs two data_offsets, a start and an end",
        tensor("F32", "[1]", "[0]", 4));
    assertMessage(
        CORRUPT + "tensor a is at bytes 4 to 8, and 4 follow the header",
        tensor("F32", "[1]", "[4, 8]", 4));
    assertMessage(
        CORRUPT + "tensor a is at bytes 4 to 0, and 4 follow the header",
        tensor("F32", "[1]", "[4, 0]", 4));
  }

  @Test
  void sizesThatAreNone() throws IOException {
    assertMessage(
        CORRUPT + "tensor a has -1 in shape, where sizes from 0 on stand",
        tensor("F32", "[-1]", "[0, 4]", 4));
    assertMessage(CORRUPT + "tensor a has no shape", tensor("F32", "4", "[0, 4]", 4));
  }

  @Test
  void tensorsOverlap() throws IOException {
    assertMessage(
        CORRUPT + "tensors a and b overlap",
        json("{\"a\":" + u8(0, 3) + ",\"b\":" + u8(2, 4) + "}", 4));
  }

  @Test
  void bytesThatNoTensorHas() throws IOException {
    assertMessage(
        CORRUPT + "no tensor has the bytes 1 to 2",
        json("{\"a\":" + u8(0, 1) + ",\"b\":" + u8(2, 4) + "}", 4));
    assertMessage(CORRUPT + "no tensor has the bytes 1 to 4", json("{\"a\":" + u8(0, 1) + "}", 4));
  }

  @Test
  void convertsWhatOthersStore() throws IOException {
    Path file =
        json(
            "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[4,6]}}",
            0,
            new byte[] {0, 0x3f, 0x40, (byte) 0xc0, 0, 0x38});
    try (WeightsFile weights = WeightsFile.open(file)) {
      ByteBuffer a = weights.tensors().get("a").read(ElementType.F32);
      assertEquals(0.5f, a.getFloat());
      assertEquals(-3f, a.getFloat());
      assertEquals(0.5f, weights.tensors().get("b").read(ElementType.F32).getFloat());
    }
  }

  /** A length of 640 begins as a pickle does, one of 19280 as a zip. */
  @ParameterizedTest
  @ValueSource(ints = {640, 19280, 640 + (1 << 16)})
  void theLengthOfAHeaderMayLookLikeAnotherFormat(int length) throws IOException {
    String json = "{\"a\":" + u8(0, 1) + "}";
    Path file = json(json + " ".repeat(length - json.length()), 1);
    try (WeightsFile weights = WeightsFile.open(file)) {
      assertEquals(Set.of("a"), weights.tensors().keySet());
    }
  }

  private static String u8(int start, int end) {
    return "{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
        .formatted(end - start, start, end);
  }

  private Path tensor(String type, String shape, String offsets, int body) throws IOException {
    return json(
        "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(type, shape, offsets),
        body);
  }

  private Path json(String json, int body) throws IOException {
    return file(json.length(), json, body);
  }

  private Path json(String json, int zeros, byte[] body) throws IOException {
    Path file = file(json.length(), json, zeros + body.length);
    byte[] bytes = Files.readAllBytes(file);
    System.arraycopy(body, 0, bytes, bytes.length - body.length, body.length);
    return Files.write(file, bytes);
  }

  private Path file(long length, String header, int body) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + body).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(folder.resolve("w.safetensors"), bytes.putLong(length).put(json).array());
  }

  private static void assertMessage(String expected, Path file) {
    WeightsException e = assertThrows(WeightsException.class, () -> WeightsFile.open(file));
    assertEquals(file + ": " + expected, e.getMessage());
  }
}
