package dev.specc.data;

import dev.specc.recipe.DataChoice.Resize;
import java.nio.file.Path;

/**
 * What all images of a set have in common.
 *
 * @param channels 1 for grey, 3 for colour
 * @param height in pixels
 * @param width in pixels
 */
public record ImageForm(int channels, int height, int width) {
  public static ImageForm of(ImageSet images) {
    return new ImageForm(images.channels(), images.height(), images.width());
  }

  /**
   * A PNG or JPEG file as an image of such a set: resized as those were that had another size.
   *
   * @throws DataException where the file cannot be read
   */
  public Pixels read(Path file, Resize resize) {
    Frame frame =
        switch (resize) {
          case Resize.To to -> new Frame.Stretched(height, width);
          case Resize.Keep keep -> new Frame.Covered(height, width);
        };
    return frame.apply(ImageFile.read(file).withChannels(channels));
  }
}
