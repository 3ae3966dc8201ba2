package dev.specc.report;

import dev.specc.train.EpochResult;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss and accuracy over the epochs, side by side, as a PNG. */
final class CurvesPlot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;
  private static final int TITLE_HEIGHT = 44;

  /** Drawn at twice the size, so that it is sharp on a screen with fine pixels. */
  private static final int SCALE = 2;

  private static final Color TRAIN = new Color(0x3b6fb6);
  private static final Color TEST = new Color(0xd9622b);
  private static final Color INK = new Color(0x2b2b2b);
  private static final Color GRID = new Color(0xe4e4e4);

  private CurvesPlot() {}

  static byte[] png(String title, List<EpochResult> results) {
    BufferedImage image =
        new BufferedImage(
            2 * WIDTH * SCALE, (TITLE_HEIGHT + HEIGHT) * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 2 * WIDTH, TITLE_HEIGHT + HEIGHT);
    drawTitle(graphics, title);
    graphics.translate(0, TITLE_HEIGHT);
    lossChart(results).paint(graphics, WIDTH, HEIGHT);
    graphics.translate(WIDTH, 0);
    accuracyChart(results).paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    return encode(image);
  }

  private static void drawTitle(Graphics2D graphics, String title) {
    graphics.setColor(INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    int width = graphics.getFontMetrics().stringWidth(title);
    graphics.drawString(title, Math.max(12, WIDTH - width / 2), 32);
  }

  private static XYChart lossChart(List<EpochResult> results) {
    XYChart chart = chart("loss", results);
    add(chart, "train", TRAIN, results, EpochResult::trainLoss);
    add(chart, "test", TEST, results, EpochResult::heldOutLoss);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }

  private static XYChart accuracyChart(List<EpochResult> results) {
    XYChart chart = chart("accuracy", results);
    add(chart, "train", TRAIN, results, EpochResult::trainAccuracy);
    add(chart, "test", TEST, results, EpochResult::heldOutAccuracy);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    return chart;
  }

  private static XYChart chart(String what, List<EpochResult> results) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(what)
            .xAxisTitle("epoch")
            .yAxisTitle("")
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setChartFontColor(INK).setChartTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setChartTitleBoxVisible(false).setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setXAxisTickMarkSpacingHint(70);
    styler.setxAxisTickLabelsFormattingFunction(CurvesPlot::wholeEpoch);
    styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
    styler.setXAxisMin(0.0).setXAxisMax(Math.max(1.0, results.size()));
    return chart;
  }

  /** XChart also puts ticks between epochs where there are few. */
  private static String wholeEpoch(double tick) {
    return tick == Math.rint(tick) ? Long.toString(Math.round(tick)) : "";
  }

  private static void add(
      XYChart chart,
      String name,
      Color color,
      List<EpochResult> results,
      ToDoubleFunction<EpochResult> value) {
    double[] epochs = results.stream().mapToDouble(EpochResult::epoch).toArray();
    // XChart labels every k-th point where they are equally far apart, and round numbers elsewhere.
    epochs[0] += 1e-3;
    double[] values = results.stream().mapToDouble(value).toArray();
    var series = chart.addSeries(name, epochs, values);
    series.setMarkerColor(color);
    series.setLineColor(color).setLineStyle(new BasicStroke(2.2f));
    series.setMarker(results.size() > 30 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
    chart.getStyler().setMarkerSize(5);
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In memory: with a cache file ImageIO cannot write while the virtual machine shuts down.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
