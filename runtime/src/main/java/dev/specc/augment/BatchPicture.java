package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import dev.specc.data.Batch;
import dev.specc.data.Targets;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** A picture of a batch: each image as it was and as the net will see it, and what it is called. */
public final class BatchPicture {
  /** Small images are enlarged by a whole factor to at most this many pixels. */
  private static final int ENLARGED = 96;

  /** Larger images are shown reduced to this. */
  private static final int LARGEST = 192;

  private static final int WIDTH = 1240;
  private static final int MARGIN = 28;
  private static final int HEADER = 92;
  private static final int BETWEEN_PAIRS = 26;
  private static final int WITHIN_PAIR = 4;
  private static final int LINE = 15;
  private static final int LABEL = 2 * LINE + 22;

  /** Drawn at twice the size, so that text is sharp on a screen with fine pixels. */
  private static final int SCALE = 2;

  private static final Color INK = new Color(0x2b2b2b);
  private static final Color FAINT = new Color(0x767676);
  private static final Color PAPER = new Color(0xfafafa);
  private static final Color EDGE = new Color(0xd5d5d5);

  private final Images before;
  private final Images after;
  private final List<String> labels;
  private final boolean mixed;
  private final int side;
  private final int columns;

  private BatchPicture(Images before, Images after, List<String> labels, boolean mixed) {
    this.mixed = mixed;
    this.before = before;
    this.after = after;
    this.labels = labels;
    int larger = Math.max(before.height, before.width);
    this.side = larger > LARGEST ? LARGEST : larger * Math.max(1, ENLARGED / larger);
    int fit = (WIDTH - 2 * MARGIN + BETWEEN_PAIRS) / (pairWidth() + BETWEEN_PAIRS);
    this.columns = Math.max(1, Math.min(fit, labels.size()));
  }

  /** float32 images on this side of the device, 0 to 1. */
  private record Images(int channels, int height, int width, float[] values) {
    static Images of(NDArray array) {
      BatchShape s = BatchShape.of(array.getShape());
      return new Images(s.channels(), s.height(), s.width(), array.toFloatArray());
    }

    BufferedImage image(int number) {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < height * width; p++) {
        int red = level(number, 0, p);
        int green = level(number, channels == 3 ? 1 : 0, p);
        int blue = level(number, channels == 3 ? 2 : 0, p);
        image.setRGB(p % width, p / width, red << 16 | green << 8 | blue);
      }
      return image;
    }

    private int level(int number, int channel, int pixel) {
      float value = values[(number * channels + channel) * height * width + pixel];
      return Math.clamp(Math.round(255 * value), 0, 255);
    }
  }

  /**
   * Draws pairs in rows.
   *
   * @param title what was done
   * @param before float32 [B, C, H, W], 0 to 1
   * @param after what became of them, [B, C, H, W], with the normalisation taken back
   * @param batch the labels
   * @param classes the name of each class
   */
  public static BufferedImage draw(
      String title, NDArray before, NDArray after, Batch batch, List<String> classes) {
    BatchPicture picture =
        new BatchPicture(
            Images.of(before),
            Images.of(after),
            labels(batch.targets(), classes),
            batch.targets() instanceof Targets.Shares);
    return picture.draw(title);
  }

  private static List<String> labels(Targets targets, List<String> classes) {
    return switch (targets) {
      case Targets.Classes c -> ShareText.ofClasses(c.labels().toLongArray(), classes);
      case Targets.Shares s -> ShareText.ofShares(s.shares().toFloatArray(), classes);
      case Targets.Taught t -> labels(t.given(), classes);
    };
  }

  private int pairWidth() {
    return 2 * width() + WITHIN_PAIR;
  }

  private int width() {
    return side * before.width / Math.max(before.height, before.width);
  }

  private int height() {
    return side * before.height / Math.max(before.height, before.width);
  }

  private BufferedImage draw(String title) {
    int rows = (labels.size() + columns - 1) / columns;
    int high = HEADER + rows * (height() + LABEL) + MARGIN / 2;
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, high * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        side >= Math.max(before.height, before.width)
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, WIDTH, high);
    header(graphics, title);
    for (int i = 0; i < labels.size(); i++) {
      int x = indent() + i % columns * (pairWidth() + BETWEEN_PAIRS);
      int y = HEADER + i / columns * (height() + LABEL);
      pair(graphics, i, x, y);
    }
    graphics.dispose();
    return image;
  }

  /** The grid stands in the middle. */
  private int indent() {
    return (WIDTH - columns * (pairWidth() + BETWEEN_PAIRS) + BETWEEN_PAIRS) / 2;
  }

  private void header(Graphics2D graphics, String title) {
    graphics.setColor(INK);
    int size = 18;
    do {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, size));
      size--;
    } while (size > 9 && graphics.getFontMetrics().stringWidth(title) > WIDTH - 2 * MARGIN);
    graphics.drawString(title, indent(), 40);
    graphics.setColor(FAINT);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    graphics.drawString(
        "left: the image as the data has it; right: as the net sees it"
            + (mixed ? ", mixed with others of the batch" : "")
            + "; below: what it is to say",
        indent(),
        64);
  }

  private void pair(Graphics2D graphics, int number, int x, int y) {
    framed(graphics, before.image(number), x, y);
    framed(graphics, after.image(number), x + width() + WITHIN_PAIR, y);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.setColor(INK);
    int line = y + height() + LINE + 2;
    for (String text : ShareText.lines(labels.get(number), t -> fits(graphics, t))) {
      FontMetrics metrics = graphics.getFontMetrics();
      graphics.drawString(text, x + (pairWidth() - metrics.stringWidth(text)) / 2, line);
      line += LINE;
    }
  }

  private boolean fits(Graphics2D graphics, String text) {
    return graphics.getFontMetrics().stringWidth(text) <= pairWidth() + BETWEEN_PAIRS - 6;
  }

  private void framed(Graphics2D graphics, BufferedImage image, int x, int y) {
    graphics.drawImage(image, x, y, width(), height(), null);
    graphics.setColor(EDGE);
    graphics.drawRect(x - 1, y - 1, width() + 1, height() + 1);
  }
}
