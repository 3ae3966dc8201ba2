package dev.specc.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Small images in rows, each with lines of text below it, enlarged to whole multiples. */
public final class PictureGrid {
  /**
   * @param lines below it; the first is bold
   */
  public record Cell(BufferedImage image, List<String> lines) {
    public Cell {
      lines = List.copyOf(lines);
    }
  }

  /** Of a cell's image, in pixels. */
  public static final int SIDE = 168;

  private static final int GAP = 18;
  private static final int LINE = 20;
  private static final int TITLE = 52;
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Color QUIET = new Color(0x69717c);

  private PictureGrid() {}

  /**
   * @param cells at least one
   * @param columns how many in a row at most
   */
  public static BufferedImage of(String title, List<Cell> cells, int columns) {
    return of(title, cells, columns, SIDE);
  }

  /**
   * @param cells at least one
   * @param columns how many in a row at most
   * @param side of an image at most, in pixels
   */
  public static BufferedImage of(String title, List<Cell> cells, int columns, int side) {
    int across = Math.min(columns, cells.size());
    int lines = cells.stream().mapToInt(c -> c.lines.size()).max().orElse(0);
    int cellHeight = side + 6 + lines * LINE + GAP;
    int rows = Math.ceilDiv(cells.size(), across);
    int width = Math.max(across * (side + GAP) + GAP, 2 * GAP + titleWidth(title));
    BufferedImage grid =
        new BufferedImage(width, TITLE + rows * cellHeight + GAP / 2, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = Raster.graphics(grid);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, grid.getWidth(), grid.getHeight());
    graphics.setColor(Color.decode("#1f2328"));
    graphics.setFont(BOLD.deriveFont(18f));
    graphics.drawString(title, GAP, 32);
    for (int i = 0; i < cells.size(); i++) {
      cell(
          graphics,
          cells.get(i),
          GAP + i % across * (side + GAP),
          TITLE + i / across * cellHeight,
          side);
    }
    graphics.dispose();
    return grid;
  }

  private static int titleWidth(String title) {
    BufferedImage none = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = Raster.graphics(none);
    int width = graphics.getFontMetrics(BOLD.deriveFont(18f)).stringWidth(title);
    graphics.dispose();
    return width;
  }

  private static void cell(Graphics2D graphics, Cell cell, int x, int y, int side) {
    BufferedImage image = cell.image;
    int longer = Math.max(image.getWidth(), image.getHeight());
    double scale = longer <= side ? side / longer : (double) side / longer;
    int width = (int) Math.round(image.getWidth() * scale);
    int height = (int) Math.round(image.getHeight() * scale);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        longer <= side
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, x + (side - width) / 2, y + (side - height) / 2, width, height, null);
    for (int i = 0; i < cell.lines.size(); i++) {
      graphics.setFont(i == 0 ? BOLD : PLAIN);
      graphics.setColor(i == 0 ? Color.decode("#1f2328") : QUIET);
      FontMetrics metrics = graphics.getFontMetrics();
      graphics.drawString(fitted(cell.lines.get(i), metrics, side), x, y + side + (i + 1) * LINE);
    }
  }

  private static String fitted(String text, FontMetrics metrics, int side) {
    String shown = text;
    while (shown.length() > 1 && metrics.stringWidth(shown) > side) {
      shown = shown.substring(0, shown.length() - (shown.endsWith("…") ? 2 : 1)) + "…";
    }
    return shown;
  }
}
