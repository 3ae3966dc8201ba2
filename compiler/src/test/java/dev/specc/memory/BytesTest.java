package dev.specc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @CsvSource({
    "16GiB, 17179869184",
    "16g, 17179869184",
    "16 GB, 16000000000",
    "1.5MiB, 1572864",
    "800kb, 800000",
    "2TiB, 2199023255552",
    "12345, 12345",
    "12B, 12"
  })
  void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
    assertEquals(Optional.of(bytes), Bytes.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GiB", "16giga", "-1GiB", "1e9", "9TiB", "999999999999T", "1iB"})
  void whatIsNoSizeIsNone(String text) {
    assertEquals(Optional.empty(), Bytes.parse(text));
  }

  @Test
  void theyAreShownWithTheDigitsThatMatter() {
    assertEquals("1.5 GiB", Bytes.show(3L << 29));
    assertEquals("312 MiB", Bytes.show(312L << 20));
    assertEquals("2.5 MiB", Bytes.show(5L << 19));
    assertEquals("1 KiB", Bytes.show(1));
  }
}
