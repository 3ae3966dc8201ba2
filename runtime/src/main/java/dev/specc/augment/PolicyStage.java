package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation for each image of a batch. Images are brought into the order of their kernels, each
 * kernel runs once over its own, and the images go back to their places.
 */
final class PolicyStage {
  /** What one image drew. */
  record Choice(PolicyOperation operation, double strength, int sign) {
    static final Choice NOTHING = new Choice(PolicyOperation.IDENTITY, 0, 1);
  }

  private record Group(LevelKernel kernel, int images, Draws.Slot numbers) {}

  private static final Script TAKE = Script.of("torch.index_select(x, 0, places)", "x", "places");

  private final List<Group> groups;
  private final Draws.Slot order;
  private final Draws.Slot back;

  private PolicyStage(List<Group> groups, Draws.Slot order, Draws.Slot back) {
    this.groups = groups;
    this.order = order;
    this.back = back;
  }

  /** Keeps what the device will need to do this. */
  static PolicyStage of(List<Choice> choices, BatchShape shape, Draws draws) {
    List<Group> groups = new ArrayList<>();
    int[] order = new int[choices.size()];
    int[] back = new int[choices.size()];
    int sorted = 0;
    for (LevelKernel kernel : LevelKernel.values()) {
      int first = sorted;
      for (int i = 0; i < choices.size(); i++) {
        if (choices.get(i).operation.kernel() == kernel) {
          back[i] = sorted;
          order[sorted++] = i;
        }
      }
      if (sorted > first) {
        float[] numbers = new float[kernel.numbers() * (sorted - first)];
        for (int i = first; i < sorted; i++) {
          Choice c = choices.get(order[i]);
          c.operation.into(numbers, i - first, c.strength, c.sign, shape);
        }
        groups.add(new Group(kernel, sorted - first, draws.keep(numbers)));
      }
    }
    return new PolicyStage(groups, draws.keep(order), draws.keep(back));
  }

  /**
   * The changed images.
   *
   * @param levels float32 [B, C, H, W], whole levels from 0 to 255
   */
  NDArray apply(NDArray levels, Draws.OnDevice numbers) {
    NDList parts = split(TAKE.call(levels, numbers.places(order)));
    NDList changed = new NDList();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      changed.add(group.kernel.apply(parts.get(i), numbers.get(group.numbers)));
    }
    return TAKE.call(NDArrays.concat(changed, 0), numbers.places(back));
  }

  private NDList split(NDArray sorted) {
    long[] cuts = new long[groups.size() - 1];
    long at = 0;
    for (int i = 0; i < cuts.length; i++) {
      at += groups.get(i).images;
      cuts[i] = at;
    }
    return cuts.length == 0 ? new NDList(sorted) : sorted.split(cuts);
  }
}
