package dev.specc.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small folders of IDX files for tests. */
public final class IdxFiles {
  private IdxFiles() {}

  /** Black images of 28x28 pixels with these labels. */
  public static Path write(Path folder, byte[] trainLabels, byte[] testLabels) throws IOException {
    writeImages(folder.resolve("train-images-idx3-ubyte"), trainLabels.length);
    writeLabels(folder.resolve("train-labels-idx1-ubyte"), trainLabels);
    writeImages(folder.resolve("t10k-images-idx3-ubyte"), testLabels.length);
    writeLabels(folder.resolve("t10k-labels-idx1-ubyte"), testLabels);
    return folder;
  }

  private static void writeImages(Path file, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 784);
    bytes.putInt(0x0803).putInt(count).putInt(28).putInt(28);
    Files.write(file, bytes.array());
  }

  private static void writeLabels(Path file, byte[] labels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(8).putInt(0x0801).putInt(labels.length).array());
    bytes.write(labels);
    Files.write(file, bytes.toByteArray());
  }
}
