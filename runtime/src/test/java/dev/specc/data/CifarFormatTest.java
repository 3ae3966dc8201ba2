package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.specc.op.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFormatTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsCifar10() throws IOException {
    writeTen();
    Files.writeString(
        folder.resolve("batches.meta.txt"),
        "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    Dataset data = open();
    assertEquals("frog", data.classes().get(6));
    assertEquals(List.of(15, 3), List.of(data.train().count(), data.testedOn().count()));
    for (int i = 0; i < 15; i++) {
      int batch = i / 3 + 1;
      assertEquals((batch + i % 3) % 10, data.train().label(i));
      assertEquals(image(batch, i % 3), Pictures.clothing(data.train(), i));
    }
    assertEquals(folder.resolve("data_batch_2.bin") + "[1]", data.train().name(4));
  }

  @Test
  void readsCifar100WithItsFineLabels() throws IOException {
    write("train.bin", 7, 4, true);
    write("test.bin", 8, 2, true);
    Files.writeString(
        folder.resolve("fine_label_names.txt"),
        IntStream.range(0, 100).mapToObj(i -> "fine" + i).collect(Collectors.joining("\n")));
    Dataset data = open();
    assertEquals("fine99", data.classes().getLast());
    assertEquals(9, data.train().label(2));
    assertEquals(image(7, 2), Pictures.clothing(data.train(), 2));
  }

  @Test
  void numbersClassesWithoutNames() throws IOException {
    writeTen();
    assertEquals("9", open().classes().getLast());
    Path names = Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n");
    assertMessage(names + ": has 2 names of classes, and there are 10");
  }

  @Test
  void filesThatCannotBeUsed() throws IOException {
    writeTen();
    Path third = folder.resolve("data_batch_3.bin");
    byte[] whole = Files.readAllBytes(third);
    Files.delete(third);
    assertMessage(third + ": no such file");
    Files.write(third, Arrays.copyOf(whole, whole.length - 1));
    assertMessage(
        third
            + ": has 9,218 bytes, and whole images of 3,073 are needed: the file is cut off or"
            + " another");
    Files.write(third, new byte[0]);
    assertMessage(
        third
            + ": has 0 bytes, and whole images of 3,073 are needed: the file is cut off or another");
    whole[3073] = 77;
    Files.write(third, whole);
    assertMessage(folder + ": label 77 of image 7 is out of range: there are 10 classes, 0 to 9");
  }

  private void writeTen() throws IOException {
    for (int i = 1; i <= 5; i++) {
      write("data_batch_" + i + ".bin", i, 3, false);
    }
    write("test_batch.bin", 6, 3, false);
  }

  private void write(String name, int batch, int count, boolean coarse) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      if (coarse) {
        out.write(19);
      }
      out.write((batch + i) % (coarse ? 100 : 10));
      out.write(image(batch, i).values());
    }
    Files.write(folder.resolve(name), out.toByteArray());
  }

  private static Pixels image(int batch, int place) {
    return Pictures.photo(3, 32, 32, batch * 10 + place);
  }

  private Dataset open() {
    return Datasets.open(folder.toString(), Shape.of(3, 32, 32));
  }

  private void assertMessage(String message) {
    assertEquals(message, assertThrows(DataException.class, this::open).getMessage());
  }
}
