package dev.specc.recipe;

import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.recipe.DataChoice.Resize;
import dev.specc.recipe.DataChoice.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Recipes in which every value is drawn, from all that the records allow. */
final class RandomRecipes {
  private static final List<String> TEXTS =
      List.of(
          "", "plain", "a: b # c", "\"quoted\" \\ back", "5", "none", "ü ☃ 🎈", "tab\tline\nend");

  private final Random random;

  RandomRecipes(long seed) {
    this.random = new Random(seed);
  }

  Recipe next() {
    return new Recipe(
        text(),
        text(),
        text(),
        new DataChoice(text(), resize(), normalisation(), validation()),
        whole(),
        whole(),
        rate(),
        optimizer(),
        random.nextBoolean() ? Double.POSITIVE_INFINITY : positive(),
        new Initialisation(rule(), rule(), biasRule(), random.nextBoolean()),
        random.nextBoolean() ? new Loss.CrossEntropy(share()) : distillation(),
        augmentations(),
        random.nextBoolean() ? 0 : share(),
        stopping(),
        new CheckpointPolicy(whole(), random.nextInt(3), whole()),
        random.nextLong());
  }

  private <T> T one(List<Supplier<T>> ways) {
    return ways.get(random.nextInt(ways.size())).get();
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private int whole() {
    return 1 + random.nextInt(1_000_000);
  }

  /** Of any size from 1e-30 to 1e30. */
  private double positive() {
    return (random.nextDouble() + 1e-9) * Math.pow(10, random.nextInt(60) - 30);
  }

  /** Below 1. */
  private double share() {
    return random.nextInt(4) == 0 ? 0 : random.nextDouble();
  }

  private double inside() {
    return 1e-6 + random.nextDouble() * 0.9;
  }

  private Resize resize() {
    return random.nextBoolean()
        ? new Resize.Keep()
        : new Resize.To(1 + random.nextInt(512), 1 + random.nextInt(512));
  }

  private Normalisation normalisation() {
    int channels = 1 + random.nextInt(4);
    return one(
        List.of(
            Normalisation.None::new,
            Normalisation.Measured::new,
            () -> new Normalisation.Fixed(list(channels, share()), list(channels, positive()))));
  }

  private static List<Double> list(int count, double first) {
    List<Double> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(first + i);
    }
    return list;
  }

  private Validation validation() {
    return one(
        List.of(
            Validation.None::new,
            () -> new Validation.Share(inside()),
            () -> new Validation.Count(whole())));
  }

  private LearningRate rate() {
    Schedule schedule = schedule();
    boolean warm = schedule instanceof Schedule.OneCycle;
    LearningRate.WarmUp warmUp = warm ? LearningRate.WarmUp.NONE : warmUp();
    return new LearningRate(positive(), random.nextInt(3), warmUp, schedule);
  }

  private LearningRate.WarmUp warmUp() {
    return random.nextBoolean()
        ? LearningRate.WarmUp.NONE
        : new LearningRate.WarmUp(100 * random.nextDouble(), share());
  }

  private Schedule schedule() {
    return one(
        List.of(
            Schedule.Constant::new,
            () -> new Schedule.Step(whole(), positive()),
            () -> new Schedule.MultiStep(List.of(whole(), 2_000_000), positive()),
            () -> new Schedule.Exponential(positive()),
            () -> new Schedule.Cosine(share(), random.nextBoolean()),
            () -> new Schedule.Polynomial(positive(), share(), random.nextBoolean()),
            () -> new Schedule.OneCycle(inside(), 1 + positive(), 1 + positive())));
  }

  private Optimizer optimizer() {
    return one(
        List.of(
            () -> new Optimizer.Sgd(share(), false, decay()),
            () -> new Optimizer.Sgd(inside(), true, decay()),
            () -> new Optimizer.Adam(share(), share(), positive(), decay()),
            () ->
                new Optimizer.RmsProp(
                    share(), positive(), share(), random.nextBoolean(), decay())));
  }

  private Optimizer.Decay decay() {
    return new Optimizer.Decay(share(), random.nextBoolean(), random.nextBoolean(), share());
  }

  private Initialisation.Rule rule() {
    return one(
        List.of(
            () -> new Initialisation.Rule.Xavier(random.nextBoolean()),
            () -> new Initialisation.Rule.Kaiming(random.nextBoolean(), random.nextBoolean()),
            this::biasRule));
  }

  private Initialisation.Rule biasRule() {
    return one(
        List.of(
            Initialisation.Rule.PyTorch::new,
            () -> new Initialisation.Rule.Normal(positive()),
            () -> new Initialisation.Rule.Constant(random.nextGaussian())));
  }

  private Loss distillation() {
    return new Loss.Distillation(text(), text(), positive(), share(), share());
  }

  private EarlyStopping stopping() {
    return random.nextBoolean()
        ? EarlyStopping.NEVER
        : new EarlyStopping(
            whole(),
            random.nextBoolean() ? EarlyStopping.Metric.ACCURACY : EarlyStopping.Metric.LOSS,
            share());
  }

  private List<Augmentation> augmentations() {
    List<Augmentation> augmentations = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      augmentations.add(augmentation());
    }
    return augmentations;
  }

  private Augmentation augmentation() {
    double small = inside() / 2;
    return one(
        List.of(
            () -> new Augmentation.RandomCrop(whole()),
            () -> new Augmentation.RandomResizedCrop(small, 1, small, 2),
            () -> new Augmentation.HorizontalFlip(share()),
            () -> new Augmentation.VerticalFlip(share()),
            () -> new Augmentation.Rotation(180 * inside()),
            () -> new Augmentation.ColourJitter(share(), share(), share(), share() / 2),
            () ->
                new Augmentation.AutoAugment(
                    random.nextBoolean()
                        ? Augmentation.AutoAugment.Policy.CIFAR10
                        : Augmentation.AutoAugment.Policy.IMAGENET),
            () -> new Augmentation.RandAugment(whole(), random.nextInt(31)),
            () -> new Augmentation.Cutout(whole()),
            () -> new Augmentation.RandomErasing(share(), small, small, small, small),
            () -> new Augmentation.Mixup(positive(), share()),
            () -> new Augmentation.CutMix(positive(), share()),
            () -> new Augmentation.Ricap(positive(), share())));
  }
}
