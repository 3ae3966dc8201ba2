package dev.specc.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Images and labels of two .npy files: uint8 [N, H, W], [N, C, H, W] or [N, H, W, C] with C = 1 or
 * 3, the first that it can be; and whole numbers [N] or [N, 1].
 */
final class NpyImages implements ImageSet {
  private static final int MOST_CLASSES = 1 << 16;

  private enum Layout {
    GREY,
    CHANNELS_FIRST,
    CHANNELS_LAST
  }

  private final Path file;
  private final Path labelFile;
  private final NpyReader reader;
  private final Layout layout;
  private final int channels;
  private final int height;
  private final int width;
  private final int[] labels;

  /**
   * @throws DataException where one of them cannot be used or the two do not belong together
   */
  NpyImages(Path file, Path labelFile) {
    this.file = file;
    this.labelFile = labelFile;
    this.reader = NpyReader.open(file);
    List<Long> dims = reader.dims();
    this.layout = layout(dims);
    this.channels =
        switch (layout) {
          case GREY -> 1;
          case CHANNELS_FIRST -> size(dims.get(1));
          case CHANNELS_LAST -> size(dims.get(3));
        };
    int first = layout == Layout.CHANNELS_FIRST ? 2 : 1;
    this.height = size(dims.get(first));
    this.width = size(dims.get(first + 1));
    if ((long) height * width > ImageHeader.MOST_PIXELS) {
      throw new DataException(
          "%s: images of %dx%d pixels; at most %,d are read"
              .formatted(file, height, width, ImageHeader.MOST_PIXELS));
    }
    this.labels = labels();
  }

  private Layout layout(List<Long> dims) {
    if (reader.type() != NpyType.UINT8) {
      throw new DataException(
          "%s: holds numbers of type %s, and images are bytes from 0 to 255:"
                  .formatted(file, reader.type().code())
              + (reader.type().isWhole()
                  ? " x.astype('uint8') makes them so"
                  : " (x * 255).round().astype('uint8') makes them so of numbers from 0 to 1"));
    }
    if (dims.contains(0L)) {
      throw new DataException(file + ": its shape is " + dims + ": there is nothing in it");
    }
    if (dims.size() == 3) {
      return Layout.GREY;
    }
    if (dims.size() == 4 && isChannels(dims.get(1))) {
      return Layout.CHANNELS_FIRST;
    }
    if (dims.size() == 4 && isChannels(dims.get(3))) {
      return Layout.CHANNELS_LAST;
    }
    throw new DataException(
        "%s: its shape is %s, and images are [N, H, W], [N, C, H, W] or [N, H, W, C] with 1 or 3"
                .formatted(file, dims)
            + " channels");
  }

  private static boolean isChannels(long size) {
    return size == 1 || size == 3;
  }

  private int size(long dim) {
    if (dim > Integer.MAX_VALUE) {
      throw new DataException(file + ": its shape is " + reader.dims() + ", which is too large");
    }
    return (int) dim;
  }

  private int[] labels() {
    try (NpyReader stored = NpyReader.open(labelFile)) {
      List<Long> dims = stored.dims();
      if (dims.isEmpty() || dims.size() > 2 || dims.size() == 2 && dims.get(1) != 1) {
        throw new DataException(
            "%s: its shape is %s, and labels are one number for each image, [N]%s"
                .formatted(
                    labelFile, dims, dims.size() == 2 ? ": y.argmax(1) makes them of shares" : ""));
      }
      if (!stored.type().isWhole()) {
        throw new DataException(
            "%s: holds numbers of type %s, and labels are whole: y.astype('int64') makes them so"
                .formatted(labelFile, stored.type().code()));
      }
      if (!dims.getFirst().equals(reader.dims().getFirst())) {
        throw new DataException(
            "%s has %,d images, and %s has %,d labels"
                .formatted(file, reader.dims().getFirst(), labelFile, dims.getFirst()));
      }
      return checked(stored.wholeNumbers());
    }
  }

  private int[] checked(long[] numbers) {
    int[] checked = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0 || numbers[i] >= MOST_CLASSES) {
        throw new DataException(
            "%s: label %d of image %,d is out of range: classes count from 0 to at most %,d"
                .formatted(labelFile, numbers[i], i, MOST_CLASSES - 1));
      }
      checked[i] = (int) numbers[i];
    }
    return checked;
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public String source() {
    return file.toString();
  }

  @Override
  public String labelSource() {
    return labelFile.toString();
  }

  @Override
  public String name(int index) {
    return "%s[%d]".formatted(file, index);
  }

  @Override
  public void read(int index, ByteBuffer to) {
    byte[] stored = new byte[imageBytes()];
    reader.read(index, stored);
    switch (layout) {
      case GREY, CHANNELS_FIRST -> to.put(stored);
      case CHANNELS_LAST -> {
        for (int c = 0; c < channels; c++) {
          for (int i = c; i < stored.length; i += channels) {
            to.put(stored[i]);
          }
        }
      }
    }
  }
}
