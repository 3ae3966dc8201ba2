package dev.specc.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Images of CIFAR's binary files (https://www.cs.toronto.edu/~kriz/cifar.html): for each the bytes
 * of its labels, of which the last is the class, then 32 x 32 red, green and blue values.
 */
final class CifarImages implements ImageSet {
  private static final int SIDE = 32;
  private static final int PIXELS = 3 * SIDE * SIDE;

  private final List<RecordFile> files;
  private final int labelBytes;
  private final int[] firsts;
  private final byte[] labels;

  /**
   * @param labelBytes 1 for CIFAR-10, 2 for CIFAR-100
   */
  CifarImages(List<Path> files, int labelBytes) {
    this.files = files.stream().map(f -> new RecordFile(f, labelBytes + PIXELS)).toList();
    this.labelBytes = labelBytes;
    this.firsts = new int[files.size() + 1];
    for (int i = 0; i < files.size(); i++) {
      firsts[i + 1] = firsts[i] + this.files.get(i).count();
    }
    this.labels = new byte[firsts[files.size()]];
    byte[] label = new byte[1];
    for (int i = 0; i < labels.length; i++) {
      file(i).read(place(i), labelBytes - 1, label);
      labels[i] = label[0];
    }
  }

  private int fileOf(int index) {
    int found = Arrays.binarySearch(firsts, index);
    return found >= 0 ? found : -found - 2;
  }

  private RecordFile file(int index) {
    return files.get(fileOf(index));
  }

  private int place(int index) {
    return index - firsts[fileOf(index)];
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xff;
  }

  @Override
  public String source() {
    return files.size() == 1
        ? files.getFirst().file().toString()
        : String.valueOf(files.getFirst().file().getParent());
  }

  @Override
  public String labelSource() {
    return source();
  }

  @Override
  public String name(int index) {
    return "%s[%d]".formatted(file(index).file(), place(index));
  }

  @Override
  public void read(int index, ByteBuffer to) {
    byte[] pixels = new byte[PIXELS];
    file(index).read(place(index), labelBytes, pixels);
    to.put(pixels);
  }
}
