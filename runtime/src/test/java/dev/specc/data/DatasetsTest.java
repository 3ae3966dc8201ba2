package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.op.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final Shape NET = Shape.of(1, 28, 28);

  @TempDir private Path folder = Path.of("");

  @Test
  void theSubsetHas600And100ImagesOfEachClass() {
    Dataset subset = Datasets.open(Datasets.SUBSET, NET);
    assertEquals(10, subset.classes().size());
    assertEquals(28, subset.train().height());
    assertEquals(28, subset.train().width());
    assertEquals(repeated(600), counts(subset.train()));
    assertEquals(repeated(100), counts(subset.testedOn()));
  }

  @Test
  void theSubsetIsOfRealImages() {
    Dataset subset = Datasets.open(Datasets.SUBSET, NET);
    // The first image of Fashion-MNIST is an ankle boot.
    assertEquals("ankle boot", subset.classes().get(subset.train().label(0)));
    long sum = 0;
    byte[] pixels = new byte[784];
    for (int i = 0; i < 6000; i++) {
      subset.train().read(i, ByteBuffer.wrap(pixels));
      for (byte pixel : pixels) {
        sum += pixel & 0xff;
      }
    }
    double mean = sum / 255.0 / (6000 * 784);
    assertEquals(0.286, mean, 0.005, "the mean of Fashion-MNIST is 0.2860");
  }

  @Test
  void aFolderNumbersItsClasses() throws IOException {
    Dataset data = open(new byte[] {0, 1, 2}, new byte[] {1});
    assertEquals("[0, 1, 2]", data.classes().toString());
    assertEquals(3, data.train().count());
    assertEquals(1, data.testedOn().count());
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    IdxFiles.write(folder, new byte[] {0, 1}, new byte[] {0});
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertEquals(
        folder + ": no file t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz", message());
  }

  @Test
  void saysThatThereIsNoSuchFolder() {
    String missing = folder.resolve("nowhere").toString();
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> Datasets.open(missing, NET)).getMessage());
    assertTrue(message.startsWith(missing + ": no such folder"), message);
  }

  @Test
  void namesTheFileThatIsBroken() throws IOException {
    IdxFiles.write(folder, new byte[] {0, 1}, new byte[] {0});
    Path broken = folder.resolve("train-images-idx3-ubyte");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 1000));
    assertEquals(
        broken + ": the header promises 2 x 28 x 28 bytes, and only 984 follow", message());
  }

  @Test
  void refusesCountsThatDiffer() throws IOException {
    IdxFiles.write(folder, new byte[] {0, 1}, new byte[] {0});
    Path other = Files.createDirectory(folder.resolve("other"));
    IdxFiles.write(other, new byte[] {0, 1, 2}, new byte[] {0});
    Path labels = Path.of("train-labels-idx1-ubyte");
    Files.copy(
        other.resolve(labels),
        folder.resolve(labels),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(
        folder.resolve("train-images-idx3-ubyte")
            + " has 2 images, and "
            + folder.resolve(labels)
            + " has 3 labels",
        message());
  }

  @Test
  void refusesALabelWithoutAClass() throws IOException {
    Dataset data = open(new byte[] {0, 1, 7}, new byte[] {0});
    DataException refused =
        assertThrows(DataException.class, () -> data.train().requireLabelsBelow(5));
    assertEquals(
        folder.resolve("train-labels-idx1-ubyte")
            + ": label 7 of image 2 is out of range: there are 5 classes, 0 to 4",
        refused.getMessage());
  }

  @Test
  void theSubsetIsWhatTheCutterCuts() throws IOException {
    Dataset subset = Datasets.open(Datasets.SUBSET, NET);
    assertEquals(
        java.util.stream.IntStream.range(0, 6000).boxed().toList(),
        SubsetCutter.firstOfEach(subset.train(), 600));
    Dataset data = open(new byte[] {1, 1, 0, 1, 0, 0}, new byte[] {0});
    assertEquals(java.util.List.of(0, 1, 2, 4), SubsetCutter.firstOfEach(data.train(), 2));
  }

  private Dataset open(byte[] train, byte[] test) throws IOException {
    return Datasets.open(IdxFiles.write(folder, train, test).toString(), NET);
  }

  private String message() {
    return String.valueOf(
        assertThrows(DataException.class, () -> Datasets.open(folder.toString(), NET))
            .getMessage());
  }

  private static String repeated(int count) {
    int[] counts = new int[10];
    Arrays.fill(counts, count);
    return Arrays.toString(counts);
  }

  private static String counts(ImageSet images) {
    int[] counts = new int[10];
    for (int i = 0; i < images.count(); i++) {
      counts[images.label(i)]++;
    }
    return Arrays.toString(counts);
  }
}
