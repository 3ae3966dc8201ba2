package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import dev.specc.recipe.Augmentation.Ricap;
import java.util.random.RandomGenerator;

/**
 * Takahashi et al. 2018, section 3: parts of four images about a point, the first of them the image
 * itself. The labels follow the areas. It draws the partners of the other three parts, then for
 * each image whether, the point's column and row, and for each part (top left, top right, bottom
 * left, bottom right) the row and the column to cut it from.
 */
record RicapTransform(BetaDistribution beta, double probability) implements MixTransform {
  private static final int PARTS = 4;

  /** The number of the part that each pixel lies in: int64 [B, H * W]. */
  private static final Script PART =
      Script.of(
          "torch.flatten(torch.to(%1$s >= %3$s, 4) * 2 + torch.to(%2$s >= %4$s, 4), 1, 3)"
              .formatted(
                  Script.coordinates(2), Script.coordinates(3), of("points", 0), of("points", 1)),
          "x",
          "points");

  /** For each pixel its place in the batch of sources: [B, C, H * W] of the B * C * H * W. */
  private static final String FROM =
      "torch.unsqueeze(%s + %s + %s, 1) + torch.reshape(%s, [1, -1, 1])"
          .formatted(
              "torch.gather(sources, 1, part) * torch.size(x, 1) * torch.size(part, 1)",
              "torch.gather(shifts, 1, part)",
              Script.range("torch.size(part, 1)", "x"),
              Script.range("torch.size(x, 1)", "x") + " * torch.size(part, 1)");

  private static final Script GATHER =
      Script.of(
          "torch.reshape(torch.take(x, %s), torch.size(x))".formatted(FROM),
          "x",
          "part",
          "sources",
          "shifts");

  private static final Script SHARES =
      Script.of(
          "torch.sum(torch.reshape(torch.index_select(s, 0, torch.flatten(sources)),"
              + " [torch.size(s, 0), 4, -1]) * torch.reshape(areas, [-1, 4, 1]), [1])",
          "s",
          "sources",
          "areas");

  RicapTransform(Ricap recipe) {
    this(new BetaDistribution(recipe.beta()), recipe.probability());
  }

  private static String of(String name, int number) {
    return "torch.reshape(torch.select(torch.reshape(%s, [-1, 2]), 1, %d), [-1, 1, 1, 1])"
        .formatted(name, number);
  }

  /** The numbers of a batch, for each image those of its parts in turn. */
  private static final class Plan {
    private final int[][] partners = new int[PARTS][];
    private final float[] points;
    private final int[] sources;
    private final float[] shifts;
    private final float[] areas;

    Plan(int batch) {
      points = new float[2 * batch];
      sources = new int[PARTS * batch];
      shifts = new float[PARTS * batch];
      areas = new float[PARTS * batch];
    }
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    Plan plan = new Plan(shape.batch());
    for (int part = 1; part < PARTS; part++) {
      plan.partners[part] = Partners.draw(random, shape.batch());
    }
    for (int i = 0; i < shape.batch(); i++) {
      boolean mixes = random.nextDouble() < probability;
      int column = mixes ? (int) Math.rint(shape.width() * beta.draw(random)) : shape.width();
      int row = mixes ? (int) Math.rint(shape.height() * beta.draw(random)) : shape.height();
      plan.points[2 * i] = row;
      plan.points[2 * i + 1] = column;
      for (int part = 0; part < PARTS; part++) {
        cut(random, plan, i, part, target(part, row, column, shape), shape);
      }
    }
    return drawn(plan, draws);
  }

  /** Where a part stands in the result. */
  private static Box target(int part, int row, int column, BatchShape shape) {
    boolean low = part >= 2;
    boolean right = part % 2 == 1;
    return new Box(
        low ? row : 0,
        right ? column : 0,
        low ? shape.height() : row,
        right ? shape.width() : column);
  }

  private static void cut(
      RandomGenerator random, Plan plan, int i, int part, Box target, BatchShape shape) {
    Box source = Box.within(random, target.height(), target.width(), shape);
    int at = PARTS * i + part;
    plan.sources[at] = part == 0 ? i : plan.partners[part][i];
    plan.shifts[at] = (source.top() - target.top()) * shape.width() + source.left() - target.left();
    plan.areas[at] = (float) ((double) target.area() / shape.area());
  }

  private static Drawn drawn(Plan plan, Draws draws) {
    Draws.Slot points = draws.keep(plan.points);
    Draws.Slot sources = draws.keep(plan.sources);
    Draws.Slot shifts = draws.keep(plan.shifts);
    Draws.Slot areas = draws.keep(plan.areas);
    return (batch, numbers) -> {
      NDArray from = numbers.places(sources).reshape(-1, PARTS);
      NDArray moved = numbers.places(shifts).reshape(-1, PARTS);
      NDArray part = PART.call(batch.images(), numbers.get(points));
      return new Labelled(
          GATHER.call(batch.images(), part, from, moved),
          SHARES.call(batch.shares(), from, numbers.get(areas)));
    };
  }
}
