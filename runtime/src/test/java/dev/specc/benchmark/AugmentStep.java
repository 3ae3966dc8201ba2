package dev.specc.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.augment.Augmenter;
import dev.specc.data.PixelBatch;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.Augmentation.AutoAugment;
import dev.specc.recipe.Augmentation.AutoAugment.Policy;
import dev.specc.recipe.Augmentation.ColourJitter;
import dev.specc.recipe.Augmentation.CutMix;
import dev.specc.recipe.Augmentation.Cutout;
import dev.specc.recipe.Augmentation.HorizontalFlip;
import dev.specc.recipe.Augmentation.Mixup;
import dev.specc.recipe.Augmentation.RandAugment;
import dev.specc.recipe.Augmentation.RandomCrop;
import dev.specc.recipe.Augmentation.RandomErasing;
import dev.specc.recipe.Augmentation.RandomResizedCrop;
import dev.specc.recipe.Augmentation.Ricap;
import dev.specc.recipe.Augmentation.Rotation;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.train.TorchEngine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Times augmentation of a batch on one thread, with normalisation, each by itself. {@code
 * augment_step.py} beside the oracle's script times torchvision's.
 */
public final class AugmentStep {
  private static final int ROUNDS = Integer.getInteger("rounds", 15);
  private static final int STEPS = Integer.getInteger("steps", 10);

  /** One thread computes; its own time does not count what else the machine does. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private AugmentStep() {}

  public static void main(String[] args) {
    TorchEngine.get();
    JniUtils.setNumThreads(1);
    time(256, 1, 28);
    time(128, 3, 32);
  }

  private static Map<String, List<Augmentation>> recipes() {
    Map<String, List<Augmentation>> recipes = new LinkedHashMap<>();
    recipes.put("normalise", List.of());
    recipes.put("random_crop", List.of(new RandomCrop(4)));
    recipes.put("random_resized_crop", List.of(new RandomResizedCrop(0.08, 1, 0.75, 4 / 3.0)));
    recipes.put("horizontal_flip", List.of(new HorizontalFlip(0.5)));
    recipes.put("rotation", List.of(new Rotation(15)));
    recipes.put("colour_jitter", List.of(new ColourJitter(0.4, 0.4, 0.4, 0.1)));
    recipes.put("auto_augment", List.of(new AutoAugment(Policy.CIFAR10)));
    recipes.put("rand_augment", List.of(new RandAugment(2, 9)));
    recipes.put("cutout", List.of(new Cutout(8)));
    recipes.put("random_erasing", List.of(new RandomErasing(0.5, 0.02, 0.33, 0.3, 3.3)));
    recipes.put("mixup", List.of(new Mixup(0.2, 1)));
    recipes.put("cutmix", List.of(new CutMix(1, 1)));
    recipes.put("ricap", List.of(new Ricap(0.3, 1)));
    recipes.put(
        "crop + flip + cutout", List.of(new RandomCrop(4), new HorizontalFlip(0.5), new Cutout(8)));
    return recipes;
  }

  private static void time(int batch, int channels, int size) {
    System.out.printf("%nms of one CPU for a batch of %dx%dx%dx%d%n", batch, channels, size, size);
    byte[] noise = new byte[batch * channels * size * size];
    new Random(1).nextBytes(noise);
    Normalisation half = new Normalisation.Fixed(List.of(0.5), List.of(0.25));
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      Shape shape = new Shape(batch, channels, size, size);
      ByteBuffer bytes = ByteBuffer.allocateDirect(noise.length).put(noise).flip();
      NDArray pixels = manager.create(bytes, shape, DataType.UINT8);
      NDArray labels = manager.randomInteger(0, 10, new Shape(batch), DataType.INT64);
      recipes()
          .forEach(
              (name, recipe) -> {
                Augmenter augmenter = new Augmenter(recipe, half, 10, manager);
                double millis = median(augmenter, new PixelBatch(pixels, labels));
                System.out.printf(Locale.ROOT, "%-22s %7.3f%n", name, millis);
              });
    }
  }

  private static double median(Augmenter augmenter, PixelBatch raw) {
    double[] millis = new double[ROUNDS];
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    steps(augmenter, raw, random);
    for (int round = 0; round < ROUNDS; round++) {
      long start = CPU.getCurrentThreadCpuTime();
      steps(augmenter, raw, random);
      millis[round] = (CPU.getCurrentThreadCpuTime() - start) / 1e6 / STEPS;
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }

  private static void steps(Augmenter augmenter, PixelBatch raw, RandomGenerator random) {
    NDManager owner = raw.pixels().getManager();
    for (int i = 0; i < STEPS; i++) {
      try (NDManager step = owner.newSubManager()) {
        raw.pixels().attach(step);
        raw.labels().attach(step);
        augmenter.train(raw, random);
        raw.pixels().attach(owner);
        raw.labels().attach(owner);
      }
    }
  }
}
