package dev.specc.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** One split of a folder of image files, each decoded when it is read. */
final class FileImages implements ImageSet {
  private final Path folder;
  private final LabelledFiles files;
  private final int channels;
  private final Frame frame;

  FileImages(Path folder, LabelledFiles files, int channels, Frame frame) {
    this.folder = folder;
    this.files = files;
    this.channels = channels;
    this.frame = frame;
  }

  @Override
  public int count() {
    return files.count();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return frame.height();
  }

  @Override
  public int width() {
    return frame.width();
  }

  @Override
  public int label(int index) {
    return files.labels()[index];
  }

  @Override
  public String source() {
    return folder.toString();
  }

  @Override
  public String labelSource() {
    return folder.toString();
  }

  @Override
  public String name(int index) {
    return files.path(index).toString();
  }

  @Override
  public void read(int index, ByteBuffer to) {
    Path file = files.path(index);
    Pixels image = ImageFile.read(file);
    boolean changed =
        frame instanceof Frame.AsItIs
            && (image.height() != frame.height() || image.width() != frame.width());
    if (changed) {
      throw new DataException(
          "%s: is %dx%d pixels now; it was %dx%d when the folder was opened"
              .formatted(file, image.height(), image.width(), frame.height(), frame.width()));
    }
    to.put(frame.apply(image.withChannels(channels)).values());
  }
}
