package dev.specc.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.data.DataException;
import dev.specc.data.ImageFile;
import dev.specc.data.Pixels;
import dev.specc.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Image files of one size, as values from 0 to 1.
 *
 * @param channels that the net takes: images become grey or colour
 * @param size [height, width] of each
 */
record Pictures(List<Path> files, int channels, List<Integer> size) implements Inputs {
  private static final float WHITE = 255f;

  Pictures {
    files = List.copyOf(files);
    size = List.copyOf(size);
  }

  static Pictures open(List<Path> files, Graph net) {
    Path first = files.getFirst();
    List<Integer> size = ImageFile.size(first);
    for (Path file : files) {
      if (!ImageFile.size(file).equals(size)) {
        throw new DataException(
            "%s: is %s pixels, and %s is %s; images that are given together have one size"
                .formatted(file, times(ImageFile.size(file)), first, times(size)));
      }
    }
    dev.specc.op.Shape own = net.inputs().getFirst().output();
    return new Pictures(files, own.isMap() && own.channels() == 1 ? 1 : 3, size);
  }

  private static String times(List<Integer> size) {
    return size.get(0) + "x" + size.get(1);
  }

  @Override
  public List<Long> dims() {
    return List.of((long) files.size(), (long) channels, (long) size.get(0), (long) size.get(1));
  }

  @Override
  public String name(int index) {
    return files.get(index).toString();
  }

  @Override
  public NDArray batch(NDManager manager, long from, int count) {
    Shape shape = new Shape(count, channels, size.get(0), size.get(1));
    ByteBuffer floats =
        ByteBuffer.allocateDirect(Math.toIntExact(shape.size() * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      Pixels image = ImageFile.read(files.get((int) from + i)).withChannels(channels);
      for (byte value : image.values()) {
        floats.putFloat((value & 0xff) / WHITE);
      }
    }
    return manager.create(floats.flip(), shape, DataType.FLOAT32);
  }

  @Override
  public void close() {
    // Each file is closed when it was read.
  }
}
