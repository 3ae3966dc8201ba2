package dev.specc.augment;

import ai.djl.ndarray.NDArray;

/**
 * Histogram equalisation of each channel, as torchvision's {@code equalize} (and Pillow's): a level
 * becomes the number of pixels below it, over the number that would share a level if all were used.
 *
 * <p>Counts and quotients are exact in float32 up to 2^24 pixels.
 */
final class Equalize {
  private static final Script ROWS =
      Script.of("torch.to(torch.flatten(torch.flatten(x, 2, 3), 0, 1), 4)", "x");

  /** How often each level occurs: float32 [B * C, 256]. */
  private static final Script HISTOGRAM =
      Script.of(
          "torch.scatter_add(torch.new_zeros(x, [torch.size(rows, 0), 256]), 1, rows,"
              + " torch.reshape(torch.ones_like(x), torch.size(rows)))",
          "x",
          "rows");

  /** How many pixels share a level, the brightest left out: float32 [B * C, 1]. */
  private static final Script STEP =
      Script.of(
          "torch.floor(torch.sum(histogram * (%s < torch.amax(rows, [1], True)), [1], True) / 255.)"
              .formatted(Script.range("256", "rows")),
          "histogram",
          "rows");

  /** The new level of each old one: float32 [B * C, 256]. */
  private static final Script TABLE =
      Script.of(
          "torch.clamp(torch.floor((torch.cumsum(histogram, 1) - histogram"
              + " + torch.floor(step / 2.)) / torch.clamp_min(step, 1.)), 0., 255.)",
          "histogram",
          "step");

  private static final Script LOOKED_UP =
      Script.of(
          "torch.reshape(torch.where(step > 0., torch.gather(table, 1, rows), torch.to(rows, 6)),"
              + " torch.size(x))",
          "x",
          "rows",
          "table",
          "step");

  private Equalize() {}

  /**
   * Each channel by itself; one with too few pixels below its brightest level stays.
   *
   * @param levels float32 [B, C, H, W], whole levels
   */
  static NDArray apply(NDArray levels) {
    NDArray rows = ROWS.call(levels);
    NDArray histogram = HISTOGRAM.call(levels, rows);
    NDArray step = STEP.call(histogram, rows);
    return LOOKED_UP.call(levels, rows, TABLE.call(histogram, step), step);
  }
}
