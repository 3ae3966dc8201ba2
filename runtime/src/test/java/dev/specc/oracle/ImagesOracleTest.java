package dev.specc.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.ImageSet;
import dev.specc.data.NpyReader;
import dev.specc.data.Split;
import dev.specc.op.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of picture files equals what torchvision's ImageFolder makes of them. */
@Tag("oracle")
class ImagesOracleTest {
  private static final int SIDE = 48;

  @TempDir private Path folder = Path.of("");

  /** Decoders of JPEG differ in the last bit of a colour, and PNG does not. */
  @Test
  void equalsImageFolder() throws IOException, InterruptedException {
    Python.oracle("images", folder.toString(), String.valueOf(SIDE));
    // What is trained on cannot be tested on, but here it is.
    Files.createSymbolicLink(folder.resolve("test"), folder.resolve("train"));
    Dataset data = Datasets.open(folder.toString(), Shape.of(3, SIDE, SIDE));
    ImageSet images = data.splits().get(Split.TEST);
    try (NpyReader x = NpyReader.open(folder.resolve("x.npy"));
        NpyReader y = NpyReader.open(folder.resolve("y.npy"))) {
      assertEquals(images.count(), y.dims().getFirst());
      for (int i = 0; i < images.count(); i++) {
        ByteBuffer label = y.rows(i, 1).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals((int) label.getFloat(0), images.label(i));
        assertPixels(images, i, x.rows(i, 1).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
  }

  private static void assertPixels(ImageSet images, int index, ByteBuffer expected) {
    ByteBuffer read = ByteBuffer.allocate(images.imageBytes());
    images.read(index, read);
    String name = images.name(index);
    int most = name.endsWith("png") ? 0 : 2;
    int different = 0;
    for (int i = 0; i < read.capacity(); i++) {
      int difference = Math.abs((read.get(i) & 0xff) - (int) expected.getFloat(4 * i));
      assertTrue(difference <= most, name + " differs by " + difference + " at " + i);
      different += difference > 0 ? 1 : 0;
    }
    assertTrue(different < read.capacity() / 4, name + ": " + different + " differ");
  }
}
