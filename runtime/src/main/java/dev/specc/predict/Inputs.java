package dev.specc.predict;

import dev.specc.data.DataException;
import dev.specc.data.ImageFile;
import dev.specc.data.NpyReader;
import dev.specc.data.Pixels;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** Inputs of a net from files, of which some are read at a time. */
public sealed interface Inputs extends AutoCloseable {
  /** The shape of all of them, [N, C, H, W] or [N, F]. */
  List<Long> dims();

  /**
   * Some inputs as float32, little-endian.
   *
   * @throws DataException where a file cannot be read
   */
  ByteBuffer rows(long from, int count);

  @Override
  void close();

  /**
   * Opens one .npy file, or PNG and JPEG files of one size.
   *
   * @param net what they are for: images become grey or colour as it takes them
   * @throws DataException where a file is not there, corrupt, or something else
   */
  static Inputs open(List<Path> files, Graph net) {
    Path first = files.getFirst();
    if (NpyReader.isArray(first) || first.toString().endsWith(".npy")) {
      if (files.size() > 1) {
        throw new DataException(
            "%s: an array is the only input, and there are %d".formatted(first, files.size()));
      }
      return new Rows(NpyReader.open(first));
    }
    List<Integer> size = ImageFile.size(first);
    for (Path file : files) {
      if (!ImageFile.size(file).equals(size)) {
        throw new DataException(
            "%s: is %s pixels, and %s is %s; images that are given together have one size"
                .formatted(file, times(ImageFile.size(file)), first, times(size)));
      }
    }
    Shape own = net.inputs().getFirst().output();
    return new Images(files, own.isMap() && own.channels() == 1 ? 1 : 3, size);
  }

  private static String times(List<Integer> size) {
    return size.get(0) + "x" + size.get(1);
  }

  /** The rows of an array, as they are. */
  record Rows(NpyReader reader) implements Inputs {
    @Override
    public List<Long> dims() {
      return reader.dims();
    }

    @Override
    public ByteBuffer rows(long from, int count) {
      return reader.rows(from, count);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /**
   * Image files, as values from 0 to 1.
   *
   * @param size [height, width] of each
   */
  record Images(List<Path> files, int channels, List<Integer> size) implements Inputs {
    private static final float WHITE = 255f;

    public Images {
      files = List.copyOf(files);
      size = List.copyOf(size);
    }

    @Override
    public List<Long> dims() {
      return List.of((long) files.size(), (long) channels, (long) size.get(0), (long) size.get(1));
    }

    @Override
    public ByteBuffer rows(long from, int count) {
      int each = Math.multiplyExact(channels * size.get(0) * size.get(1), Float.BYTES);
      ByteBuffer floats =
          ByteBuffer.allocateDirect(Math.multiplyExact(count, each)).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        Pixels image = ImageFile.read(files.get((int) from + i)).withChannels(channels);
        for (byte value : image.values()) {
          floats.putFloat((value & 0xff) / WHITE);
        }
      }
      return floats.flip();
    }

    @Override
    public void close() {
      // Each file is closed when it was read.
    }
  }
}
