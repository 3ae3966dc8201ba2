package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.specc.op.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFormatTest {
  private static final Shape NET = Shape.of(3, 2, 2);

  @TempDir private Path folder = Path.of("");

  @Test
  void readsGreyImages() throws IOException {
    images("train_images.npy", 2, 2, 2);
    labels("train_labels.npy", 0, 1);
    images("test_images.npy", 1, 2, 2);
    labels("test_labels.npy", 2);
    Dataset data = open();
    assertEquals(List.of("0", "1", "2"), data.classes());
    assertEquals(new Pixels(1, 2, 2, new byte[] {4, 5, 6, 7}), image(data.train(), 1));
    assertEquals(2, data.testedOn().label(0));
  }

  @Test
  void readsChannelsFirstAndLast() throws IOException {
    images("x_train.npy", 2, 3, 2, 2);
    labels("y_train.npy", 0, 1);
    images("x_val.npy", 2, 2, 2, 3);
    labels("y_val.npy", 1, 0);
    Dataset data = open();
    assertEquals(
        new Pixels(3, 2, 2, new byte[] {12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}),
        image(data.train(), 1));
    assertEquals(
        new Pixels(3, 2, 2, new byte[] {12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23}),
        image(data.chosenBy(), 1));
    assertEquals(List.of(Split.TRAIN, Split.VALIDATION), List.copyOf(data.splits().keySet()));
  }

  @Test
  void labelsOfEveryWholeType() throws IOException {
    images("x_train.npy", 20, 2, 2);
    images("x_test.npy", 1, 2, 2);
    labels("y_test.npy", 1);
    for (String type : List.of("|u1", "|i1", "<i2", "<i4", "<i8")) {
      int bytes = type.charAt(2) - '0';
      ByteBuffer numbers = ByteBuffer.allocate(20 * bytes);
      for (int i = 0; i < 20; i++) {
        numbers.put(i * bytes, (byte) i);
      }
      write("y_train.npy", type, "(20, 1)", numbers.array());
      assertEquals(19, open().train().label(19));
    }
  }

  @Test
  void imagesThatCannotBeUsed() throws IOException {
    labels("train_labels.npy", 0, 1);
    String file = folder.resolve("train_images.npy") + ": ";
    write("train_images.npy", "<f4", "(2, 1, 1)", new byte[8]);
    assertMessage(
        file
            + "holds numbers of type <f4, and images are bytes from 0 to 255:"
            + " (x * 255).round().astype('uint8') makes them so of numbers from 0 to 1");
    images("train_images.npy", 2, 4, 4, 2);
    assertMessage(
        file
            + "its shape is [2, 4, 4, 2], and images are [N, H, W], [N, C, H, W] or [N, H, W, C]"
            + " with 1 or 3 channels");
    images("train_images.npy", 0, 4, 4);
    assertMessage(file + "its shape is [0, 4, 4]: there is nothing in it");
    write("train_images.npy", "|u1", "(1, 100000, 100000)", new byte[5]);
    assertMessage(
        file + "the header promises [1, 100000, 100000] numbers of type |u1, and 5 bytes follow");
  }

  @Test
  void labelsThatCannotBeUsed() throws IOException {
    images("train_images.npy", 2, 2, 2);
    String file = folder.resolve("train_labels.npy") + ": ";
    assertMessage(file + "no such file");
    write("train_labels.npy", "<f4", "(2,)", new byte[8]);
    assertMessage(
        file + "holds numbers of type <f4, and labels are whole: y.astype('int64') makes them so");
    labels("train_labels.npy", 0, -1);
    assertMessage(
        file + "label -1 of image 1 is out of range: classes count from 0 to at most 65,535");
    labels("train_labels.npy", 1_000_000_007, 0);
    assertMessage(
        file
            + "label 1000000007 of image 0 is out of range: classes count from 0 to at most 65,535");
    write("train_labels.npy", "|u1", "(2, 10)", new byte[20]);
    assertMessage(
        file
            + "its shape is [2, 10], and labels are one number for each image, [N]: y.argmax(1)"
            + " makes them of shares");
    labels("train_labels.npy", 0, 1, 1);
    assertMessage(
        "%s has 2 images, and %s has 3 labels"
            .formatted(folder.resolve("train_images.npy"), folder.resolve("train_labels.npy")));
  }

  @Test
  void splitsOfDifferentSizes() throws IOException {
    images("x_train.npy", 2, 2, 2);
    labels("y_train.npy", 0, 1);
    images("x_test.npy", 2, 2, 3);
    labels("y_test.npy", 0, 1);
    assertMessage(
        "%s has images of 2x2 grey pixels, and %s of 2x3 grey pixels"
            .formatted(folder.resolve("x_train.npy"), folder.resolve("x_test.npy")));
  }

  private Dataset open() {
    return Datasets.open(folder.toString(), NET);
  }

  private static Pixels image(ImageSet images, int index) {
    return Pictures.clothing(images, index);
  }

  private void assertMessage(String message) {
    assertEquals(message, assertThrows(DataException.class, this::open).getMessage());
  }

  /** Bytes that count up. */
  private void images(String name, int... dims) throws IOException {
    int count = 1;
    StringBuilder shape = new StringBuilder();
    for (int dim : dims) {
      count *= dim;
      shape.append(dim).append(", ");
    }
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    write(name, "|u1", "(" + shape + ")", bytes);
  }

  private void labels(String name, long... labels) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * labels.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long label : labels) {
      bytes.putLong(label);
    }
    write(name, "<i8", "(%d,)".formatted(labels.length), bytes.array());
  }

  private void write(String name, String type, String shape, byte[] body) throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + body.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) text.length).put(text).put(body);
    Files.write(folder.resolve(name), bytes.array());
  }
}
