package dev.specc.data;

import dev.specc.op.Shape;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Cuts the bundled subset out of Fashion-MNIST: of each class the first 600 training and the first
 * 100 test images, in their original order.
 *
 * <p>Run as {@code java -cp runtime/target/classes dev.specc.data.SubsetCutter FROM TO}.
 */
public final class SubsetCutter {
  private static final int TRAIN_PER_CLASS = 600;
  private static final int TEST_PER_CLASS = 100;

  private SubsetCutter() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: SubsetCutter FROM TO (a dataset as --data names it, a folder)");
      System.exit(2);
    }
    Dataset whole = Datasets.open(args[0], Shape.of(1, 28, 28));
    Path folder = Files.createDirectories(Path.of(args[1]));
    write(whole.train(), firstOfEach(whole.train(), TRAIN_PER_CLASS), folder, "train");
    write(whole.testedOn(), firstOfEach(whole.testedOn(), TEST_PER_CLASS), folder, "t10k");
  }

  /** The places of the first {@code perClass} images of each class, ascending. */
  static List<Integer> firstOfEach(ImageSet images, int perClass) {
    int[] taken = new int[images.classesSeen()];
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < images.count(); i++) {
      if (taken[images.label(i)]++ < perClass) {
        places.add(i);
      }
    }
    return places;
  }

  private static void write(ImageSet from, List<Integer> places, Path folder, String prefix)
      throws IOException {
    try (DataOutputStream images = idx(folder.resolve(prefix + "-images-idx3-ubyte.gz"), 3);
        DataOutputStream labels = idx(folder.resolve(prefix + "-labels-idx1-ubyte.gz"), 1)) {
      images.writeInt(places.size());
      images.writeInt(from.height());
      images.writeInt(from.width());
      labels.writeInt(places.size());
      byte[] image = new byte[from.imageBytes()];
      for (int place : places) {
        from.read(place, ByteBuffer.wrap(image));
        images.write(image);
        labels.writeByte(from.label(place));
      }
    }
  }

  /** An IDX file up to its dimensions. Java writes no time into a gzip header. */
  private static DataOutputStream idx(Path file, int rank) throws IOException {
    GZIPOutputStream zip =
        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        };
    DataOutputStream out = new DataOutputStream(zip);
    out.writeInt(0x0800 | rank);
    return out;
  }
}
