package dev.specc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.ndarray.NDManager;
import dev.specc.op.Shape;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import dev.specc.train.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFormatTest {
  private static final Shape NET = Shape.of(3, 24, 24);

  @TempDir private Path folder = Path.of("");

  /** Clothes as PNG files: what is read is what was in the IDX files. */
  @Test
  void readsAFolderForEachClass() throws IOException {
    ImageSet clothes = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28)).train();
    for (int i = 0; i < 60; i++) {
      String split = i < 40 ? "train" : "test";
      write("%s/class %d/%03d.png".formatted(split, clothes.label(i), i), clothes, i);
    }
    Dataset data = Datasets.open(folder.toString(), Shape.of(1, 28, 28));
    assertEquals(10, data.classes().size());
    assertEquals("class 3", data.classes().get(3));
    assertEquals(List.of(Split.TRAIN, Split.TEST), List.copyOf(data.splits().keySet()));
    assertEquals(40, data.train().count());
    assertEquals(20, data.testedOn().count());
    for (int i = 0; i < 40; i++) {
      String name = data.train().name(i);
      int place = Integer.parseInt(name.substring(name.length() - 7, name.length() - 4));
      assertEquals(clothes.label(place), data.train().label(i));
      assertEquals(Pictures.clothing(clothes, place), Pictures.clothing(data.train(), i));
    }
  }

  @Test
  void oneFolderGivesUpATenth() throws IOException {
    photos("cat", 20, "png");
    photos("dog", 20, "jpg");
    Dataset data = open();
    assertEquals(List.of("cat", "dog"), data.classes());
    assertEquals(List.of(Split.TRAIN, Split.VALIDATION), List.copyOf(data.splits().keySet()));
    assertEquals(36, data.train().count());
    assertEquals(4, data.testedOn().count());
  }

  /** As ImageNet comes: what is held out of train is chosen by, and val is reported on. */
  @Test
  void ownValidationImagesAreTestedOnWhereOthersAreHeldOut() throws IOException {
    photos("train/cat", 6, "png");
    photos("train/dog", 6, "png");
    photos("val/cat", 1, "png");
    photos("val/dog", 1, "png");
    assertEquals(2, open().get(Split.VALIDATION).orElseThrow().count());
    Dataset data = open(new Resize.Keep(), new Validation.Count(4));
    assertEquals(8, data.train().count());
    assertEquals(4, data.chosenBy().count());
    assertEquals(2, data.testedOn().count());
    photos("test/cat", 1, "png");
    assertEquals(
        folder + ": has validation images of its own: hold out none",
        message(() -> open(new Resize.Keep(), new Validation.Count(4))));
  }

  @Test
  void imagesOfOneSizeKeepIt() throws IOException {
    photos("cat", 6, "png");
    photos("dog", 6, "png");
    assertEquals(List.of(30, 40), size(open()));
    assertEquals(3, open().train().channels());
  }

  @Test
  void imagesOfSeveralSizesCoverTheNetsInput() throws IOException {
    photos("cat", 6, "png");
    photos("dog", 6, "png");
    Pixels tall = Pictures.photo(1, 50, 25, 9);
    Pictures.write(folder.resolve("dog/tall.png"), tall);
    ImageSet images = open().train();
    assertEquals(List.of(24, 24), size(open()));
    int place =
        IntStream.range(0, images.count())
            .filter(i -> images.name(i).endsWith("tall.png"))
            .findFirst()
            .orElseThrow();
    // 50 x 25, grey, to 48 x 24, of which rows 12 to 36, as three channels.
    assertEquals(
        new Frame.Covered(24, 24).apply(tall).withChannels(3), Pictures.clothing(images, place));
    assertTrue(
        message(() -> Datasets.open(folder.toString(), Shape.of(100)))
            .contains("the images differ in size"));
  }

  @Test
  void aRecipeResizes() throws IOException {
    photos("cat", 6, "png");
    photos("dog", 6, "png");
    Dataset data = open(new Resize.To(10, 20), new Validation.None());
    assertEquals(List.of(10, 20), size(data));
    assertEquals(
        new Frame.Stretched(10, 20).apply(ImageFile.read(Path.of(data.train().name(0)))),
        Pictures.clothing(data.train(), 0));
  }

  @Test
  void aSetTooLargeToHoldIsDecodedInOrder() throws IOException {
    photos("cat", 15, "jpg");
    photos("dog", 15, "png");
    ImageSet images = open().train();
    int[] order = ImageOrder.shuffled(images.count(), 1, 1);
    try (NDManager manager = TorchEngine.get().newBaseManager();
        ImageReader reader = new StreamedImages(manager, images);
        Batches batches = reader.batches(order, 4)) {
      for (int at = 0; batches.hasNext(); at += 4) {
        PixelBatch batch = batches.next(manager);
        for (int i = 0; i < batch.size(); i++) {
          byte[] read = new byte[images.imageBytes()];
          batch.pixels().get(i).toByteBuffer().get(read);
          Pixels expected = Pictures.clothing(images, order[at + i]);
          assertEquals(expected, new Pixels(3, 30, 40, read));
        }
      }
    }
  }

  @Test
  void sameNamesAndLinksAndFoldersInFolders() throws IOException {
    photos("cat", 6, "png");
    photos("dog/small", 3, "png");
    photos("dog/large", 3, "png");
    Files.createSymbolicLink(folder.resolve("dog/link.png"), folder.resolve("cat/0.png"));
    Files.writeString(folder.resolve("dog/notes.txt"), "good dog");
    Files.writeString(folder.resolve("dog/._0.png"), "what macOS leaves");
    Files.createDirectory(folder.resolve(".git"));
    Dataset data = open(new Resize.Keep(), new Validation.Count(1));
    assertEquals(12, data.train().count());
    assertEquals(List.of("cat", "dog"), data.classes());
  }

  @Test
  void namesAndCountsWhatIsCorrupt() throws IOException {
    photos("train/cat", 5, "jpg");
    photos("train/dog", 5, "jpg");
    photos("test/dog", 2, "png");
    Path cat = folder.resolve("train/cat");
    Path test = folder.resolve("test/dog");
    cut(cat.resolve("1.jpg"));
    Files.write(cat.resolve("2.jpg"), new byte[0]);
    Files.writeString(cat.resolve("3.jpg"), "Hello");
    Files.write(cat.resolve("4.jpg"), Pictures.pngOfSize(100_000, 100_000));
    cut(test.resolve("0.png"));
    Files.createSymbolicLink(cat.resolve("5.jpg"), cat.resolve("gone"));
    List<String> lines = message(this::open).lines().toList();
    assertEquals(
        folder + ": 6 of 13 images cannot be used; replace them or take them away:", lines.get(0));
    assertEquals("  %s: the file is cut off".formatted(test.resolve("0.png")), lines.get(1));
    assertTrue(lines.get(2).startsWith("  %s: the image data are".formatted(cat.resolve("1.jpg"))));
    assertEquals("  %s: the file is empty".formatted(cat.resolve("2.jpg")), lines.get(3));
    assertTrue(lines.get(4).endsWith("3.jpg: it starts with 48656c6c6f, as no PNG or JPEG does"));
    assertTrue(lines.get(5).contains("its header claims 100000x100000 pixels"));
    assertEquals("  and 1 more", lines.get(6));
  }

  @Test
  void bytesAfterTheImageDoNoHarm() throws IOException {
    photos("cat", 6, "jpg");
    photos("dog", 6, "png");
    for (String file : List.of("cat/0.jpg", "dog/0.png")) {
      Path path = folder.resolve(file);
      byte[] image = Files.readAllBytes(path);
      Files.write(path, Arrays.copyOf(image, image.length + 7));
    }
    assertEquals(11, open().train().count());
  }

  @Test
  void damageInsideIsNamedWhenTheImageIsDecoded() throws IOException {
    photos("cat", 6, "png");
    photos("dog", 6, "png");
    Path damaged = folder.resolve("dog/3.png");
    byte[] image = Files.readAllBytes(damaged);
    image[image.length / 2] ^= 1;
    Files.write(damaged, image);
    Dataset data = open(new Resize.Keep(), new Validation.Count(2));
    String message =
        message(
            () -> {
              try (NDManager manager = TorchEngine.get().newBaseManager()) {
                data.splits().values().forEach(images -> images.open(manager).close());
              }
            });
    assertEquals(damaged + ": the image data are corrupt (a checksum differs)", message);
  }

  @Test
  void anImageThatChangedItsSize() throws IOException {
    photos("cat", 6, "png");
    photos("dog", 6, "png");
    ImageSet images = open().train();
    Path changed = Path.of(images.name(0));
    Pictures.write(changed, Pictures.photo(3, 5, 5, 0));
    assertEquals(
        changed + ": is 5x5 pixels now; it was 30x40 when the folder was opened",
        message(() -> Pictures.clothing(images, 0)));
  }

  @Test
  void foldersThatAreNoDataset() throws IOException {
    assertTrue(message(this::open).startsWith(folder + ": holds no dataset; looked for\n  MNIST"));
    photos("cat", 6, "png");
    assertEquals(
        folder
            + ": holds one class, cat; telling classes apart takes a folder for each of at least"
            + " two",
        message(this::open));
    Path dog = Files.createDirectory(folder.resolve("dog"));
    assertEquals(
        dog + ": no image in this class folder (.png, .jpg or .jpeg)", message(this::open));
    photos("dog", 6, "png");
    Path webp = Files.writeString(dog.resolve("a.webp"), "RIFF");
    assertEquals(
        webp + ": .webp images are not read; convert them to PNG or JPEG", message(this::open));
    Files.delete(webp);
    Path loose = Pictures.write(folder.resolve("loose.png"), Pictures.photo(3, 30, 40, 0));
    assertEquals(
        loose + ": lies beside the class folders (1 such images); an image belongs in its class's",
        message(this::open));
    Files.delete(loose);
    Path loop = Files.createSymbolicLink(dog.resolve("loop"), folder);
    assertEquals(loop.resolve("dog") + ": links go round in a circle here", message(this::open));
  }

  @Test
  void splitsThatDoNotBelongTogether() throws IOException {
    photos("test/cat", 2, "png");
    assertEquals(folder + ": has a folder of test images, but no train/", message(this::open));
    photos("train/cat", 2, "png");
    photos("train/dog", 2, "png");
    photos("test/bird", 1, "png");
    assertEquals(
        folder.resolve("test/bird") + ": the training images have no class bird",
        message(this::open));
    photos("val/cat", 1, "png");
    photos("valid/cat", 1, "png");
    assertTrue(message(this::open).endsWith("both are named for the validation images"));
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    photos("cat", 6, "png");
    photos("dog", 6, "png");
    Path secret = folder.resolve("cat/0.png");
    assertTrue(secret.toFile().setReadable(false));
    assumeFalse(Files.isReadable(secret), "root may read everything");
    assertTrue(message(this::open).contains(secret + ": it may not be read (permission denied)"));
  }

  private Dataset open() {
    return Datasets.open(folder.toString(), NET);
  }

  private Dataset open(Resize resize, Validation validation) {
    return Datasets.open(
        new DataChoice(folder.toString(), resize, new Normalisation.None(), validation), NET, 5);
  }

  private static String message(Runnable work) {
    return String.valueOf(assertThrows(DataException.class, work::run).getMessage());
  }

  private static List<Integer> size(Dataset data) {
    return List.of(data.train().height(), data.train().width());
  }

  private void photos(String name, int count, String format) throws IOException {
    for (int i = 0; i < count; i++) {
      Pixels photo = Pictures.photo(3, 30, 40, name.hashCode() + i);
      Pictures.write(folder.resolve("%s/%d.%s".formatted(name, i, format)), photo);
    }
  }

  private void write(String name, ImageSet from, int index) throws IOException {
    Pictures.write(folder.resolve(name), Pictures.clothing(from, index));
  }

  private static void cut(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 100));
  }
}
