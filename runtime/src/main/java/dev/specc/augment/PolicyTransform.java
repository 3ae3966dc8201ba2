package dev.specc.augment;

import ai.djl.ndarray.NDArray;
import dev.specc.recipe.Augmentation.AutoAugment;
import dev.specc.recipe.Augmentation.RandAugment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * AutoAugment and RandAugment, as torchvision's transforms of these names on uint8 images with
 * their defaults: nearest pixels, black outside.
 */
final class PolicyTransform implements ImageTransform {
  /** RandAugment's 14, in torchvision's order: all but invert. */
  private static final List<PolicyOperation> RAND_AUGMENT =
      Arrays.stream(PolicyOperation.values()).filter(o -> o != PolicyOperation.INVERT).toList();

  /** The last of torchvision's 31 bins. */
  private static final double LAST_RAND_AUGMENT_BIN = 30;

  private static final Script LEVELS = Script.of("torch.round(x * 255.)", "x");
  private static final Script UNIT = Script.of("x / 255.", "x");

  /** What one image draws: an operation for each stage. */
  private interface Chooser {
    List<PolicyStage.Choice> choose(RandomGenerator random);
  }

  private final int stages;
  private final Chooser chooser;

  private PolicyTransform(int stages, Chooser chooser) {
    this.stages = stages;
    this.chooser = chooser;
  }

  /**
   * One row of the policy for each image. It draws the row, then two numbers for the probabilities,
   * then two signs, whether they are needed or not.
   */
  static PolicyTransform of(AutoAugment recipe) {
    List<SubPolicy> rows = SubPolicy.of(recipe.policy());
    return new PolicyTransform(2, random -> autoAugment(rows, random));
  }

  private static List<PolicyStage.Choice> autoAugment(
      List<SubPolicy> rows, RandomGenerator random) {
    SubPolicy row = rows.get(random.nextInt(rows.size()));
    double first = random.nextDouble();
    double second = random.nextDouble();
    int firstSign = sign(random);
    int secondSign = sign(random);
    return List.of(choice(row.first(), first, firstSign), choice(row.second(), second, secondSign));
  }

  private static PolicyStage.Choice choice(SubPolicy.Step step, double drawn, int sign) {
    double strength = (double) step.bin() / SubPolicy.LAST_BIN;
    return drawn < step.probability()
        ? new PolicyStage.Choice(step.operation(), strength, sign)
        : PolicyStage.Choice.NOTHING;
  }

  /** For each image and each of its operations it draws which, then a sign. */
  static PolicyTransform of(RandAugment recipe) {
    double strength = recipe.magnitude() / LAST_RAND_AUGMENT_BIN;
    return new PolicyTransform(
        recipe.operations(), random -> randAugment(recipe.operations(), strength, random));
  }

  private static List<PolicyStage.Choice> randAugment(
      int operations, double strength, RandomGenerator random) {
    List<PolicyStage.Choice> choices = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      PolicyOperation operation = RAND_AUGMENT.get(random.nextInt(RAND_AUGMENT.size()));
      choices.add(new PolicyStage.Choice(operation, strength, sign(random)));
    }
    return choices;
  }

  private static int sign(RandomGenerator random) {
    return random.nextBoolean() ? 1 : -1;
  }

  @Override
  public Drawn draw(RandomGenerator random, BatchShape shape, Draws draws) {
    List<List<PolicyStage.Choice>> byImage = new ArrayList<>();
    for (int i = 0; i < shape.batch(); i++) {
      byImage.add(chooser.choose(random));
    }
    List<PolicyStage> drawn = new ArrayList<>();
    for (int s = 0; s < stages; s++) {
      int stage = s;
      drawn.add(PolicyStage.of(byImage.stream().map(c -> c.get(stage)).toList(), shape, draws));
    }
    return (images, numbers) -> apply(drawn, images, numbers);
  }

  private static NDArray apply(List<PolicyStage> drawn, NDArray images, Draws.OnDevice numbers) {
    NDArray levels = LEVELS.call(images);
    for (PolicyStage stage : drawn) {
      levels = stage.apply(levels, numbers);
    }
    return UNIT.call(levels);
  }
}
