package dev.specc.report.page;

import dev.specc.picture.Png;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Base64;

/** Images within the page. */
final class DataUri {
  private static final int MOST_PIXELS = 160;

  private DataUri() {}

  /** The pixels as they are; a large image is made smaller. */
  static String png(BufferedImage image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.of(small(image)));
  }

  private static BufferedImage small(BufferedImage image) {
    int longer = Math.max(image.getWidth(), image.getHeight());
    if (longer <= MOST_PIXELS) {
      return image;
    }
    int width = Math.max(1, image.getWidth() * MOST_PIXELS / longer);
    int height = Math.max(1, image.getHeight() * MOST_PIXELS / longer);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
