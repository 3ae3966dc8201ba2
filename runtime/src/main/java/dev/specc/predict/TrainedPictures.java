package dev.specc.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.augment.Augmenter;
import dev.specc.data.ImageForm;
import dev.specc.data.InputFit;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Image files of any size, treated as the images were that the net learned from.
 *
 * @param input what the net takes for one example
 */
record TrainedPictures(List<Path> files, Treatment.AsTrained treatment, dev.specc.op.Shape input)
    implements Inputs {
  TrainedPictures {
    files = List.copyOf(files);
  }

  @Override
  public List<Long> dims() {
    List<Long> dims = new ArrayList<>(List.of((long) files.size()));
    dims.addAll(input.dims());
    return dims;
  }

  @Override
  public String name(int index) {
    return files.get(index).toString();
  }

  @Override
  public NDArray batch(NDManager manager, long from, int count) {
    ImageForm form = treatment.form();
    Shape shape = new Shape(count, form.channels(), form.height(), form.width());
    ByteBuffer pixels = ByteBuffer.allocateDirect(Math.toIntExact(shape.size()));
    for (Path file : files.subList((int) from, (int) from + count)) {
      pixels.put(form.read(file, treatment.data().resize()).values());
    }
    NDArray raw = manager.create(pixels.flip(), shape, DataType.UINT8);
    Augmenter plain = new Augmenter(List.of(), treatment.data().normalisation(), 0, manager);
    return new InputFit(form.channels(), form.height(), form.width(), input).fit(plain.plain(raw));
  }

  @Override
  public void close() {
    // Each file is closed when it was read.
  }
}
