package dev.specc.report.plot;

import dev.specc.data.ImageSet;
import dev.specc.picture.PictureGrid;
import dev.specc.train.Examination;
import dev.specc.train.Prediction;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/**
 * The wrong answers that a net was surest of, with their images.
 *
 * @param shown the surest first
 */
public record Mistakes(List<Shown> shown) {
  /**
   * A wrong answer.
   *
   * @param said the class that the net gave
   * @param probability of that class, as it is shown: {@code 0.98}
   */
  public record Shown(
      BufferedImage image, String label, String said, String probability, int index) {}

  private static final int MOST = 24;
  private static final int COLUMNS = 6;

  public Mistakes {
    shown = List.copyOf(shown);
  }

  /**
   * @param images that the net was examined on
   * @throws dev.specc.data.DataException where an image cannot be read any more
   */
  public static Mistakes of(Examination examination, ImageSet images) {
    List<String> classes = examination.classes();
    return new Mistakes(
        examination.worstMistakes(MOST).stream().map(p -> shown(p, images, classes)).toList());
  }

  private static Shown shown(Prediction p, ImageSet images, List<String> classes) {
    return new Shown(
        image(images, p.index()),
        classes.get(p.label()),
        classes.get(p.said()),
        String.format(Locale.ROOT, "%.2f", p.probability()),
        p.index());
  }

  private static BufferedImage image(ImageSet images, int index) {
    int height = images.height();
    int width = images.width();
    ByteBuffer pixels = ByteBuffer.allocate(images.imageBytes());
    images.read(index, pixels);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      int red = pixels.get(i) & 0xff;
      int green = images.channels() == 1 ? red : pixels.get(plane + i) & 0xff;
      int blue = images.channels() == 1 ? red : pixels.get(2 * plane + i) & 0xff;
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    return image;
  }

  /** All of them in one picture; there must be at least one. */
  public BufferedImage grid() {
    List<PictureGrid.Cell> cells =
        shown.stream()
            .map(
                s ->
                    new PictureGrid.Cell(
                        s.image,
                        List.of(s.label, "taken for " + s.said, "probability " + s.probability)))
            .toList();
    return PictureGrid.of("the surest of the wrong answers", cells, COLUMNS);
  }
}
