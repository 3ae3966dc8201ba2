package dev.specc.features;

import dev.specc.picture.PictureGrid;
import dev.specc.picture.PictureGrid.Cell;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Maps, filters and class activation maps in grids, with their numbers. */
public final class FeaturePictures {
  private static final int COLUMNS = 6;
  private static final int LARGE = 2 * PictureGrid.SIDE;

  private FeaturePictures() {}

  /** The maps of the largest mean, the largest first. */
  public static BufferedImage strongest(String path, Maps maps, int most) {
    List<Cell> cells = new ArrayList<>();
    for (int channel : maps.strongest(most)) {
      String mean = String.format(Locale.ROOT, "mean %.3g", maps.mean(channel));
      cells.add(new Cell(maps.image(channel), List.of("channel " + channel, mean)));
    }
    String title =
        "%s: the %d strongest of %d maps, %d×%d"
            .formatted(path, cells.size(), maps.channels(), maps.height(), maps.width());
    return PictureGrid.of(title, cells, COLUMNS);
  }

  /** Each filter: in colour where it looks at three channels, else its first channel in grey. */
  public static BufferedImage filters(String path, List<Maps> filters) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      Maps f = filters.get(i);
      String shown = f.channels() == 1 || f.channels() == 3 ? "" : "1st of " + f.channels();
      cells.add(new Cell(filter(f), List.of("filter " + i, shown)));
    }
    return PictureGrid.of(path + ": filters", cells, COLUMNS);
  }

  /** From the least of its values to the largest, all channels alike. */
  private static BufferedImage filter(Maps f) {
    FeatureImage all =
        f.channels() == 3
            ? new FeatureImage(3, f.height(), f.width(), stretched(f.values()))
            : new FeatureImage(1, f.height(), f.width(), stretched(f.map(0)));
    return all.image();
  }

  private static float[] stretched(float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float[] stretched = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      stretched[i] = most > least ? (values[i] - least) / (most - least) : 0.5f;
    }
    return stretched;
  }

  /** The image, the map, and the map over the image. */
  public static BufferedImage cam(String path, GradCam cam, FeatureImage read) {
    BufferedImage image = read.image();
    String score = String.format(Locale.ROOT, "output %.3f", cam.score());
    List<Cell> cells =
        List.of(
            new Cell(image, List.of("image")),
            new Cell(
                cam.image(image.getHeight(), image.getWidth()),
                List.of("Grad-CAM, class " + cam.label(), score)),
            new Cell(cam.over(image), List.of("both")));
    return PictureGrid.of("class " + cam.label() + " at " + path, cells, 3, LARGE);
  }
}
