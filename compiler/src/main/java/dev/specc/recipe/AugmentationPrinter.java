package dev.specc.recipe;

import java.util.List;
import java.util.Locale;

/** Writes augmentations with all their options. */
final class AugmentationPrinter {
  private AugmentationPrinter() {}

  static String print(Augmentation augmentation) {
    return switch (augmentation) {
      case Augmentation.Pixels pixels -> pixels(pixels);
      case Augmentation.Erasure erasure -> erasure(erasure);
      case Augmentation.Mix mix -> mix(mix);
    };
  }

  private static String pixels(Augmentation.Pixels pixels) {
    return switch (pixels) {
      case Augmentation.RandomCrop(int padding) ->
          new YamlText().with("padding", padding).of("random_crop");
      case Augmentation.RandomResizedCrop crop ->
          new YamlText()
              .with("scale", List.of(crop.minScale(), crop.maxScale()))
              .with("ratio", List.of(crop.minRatio(), crop.maxRatio()))
              .of("random_resized_crop");
      case Augmentation.HorizontalFlip(double probability) ->
          new YamlText().with("probability", probability).of("flip");
      case Augmentation.VerticalFlip(double probability) ->
          new YamlText().with("probability", probability).of("vertical_flip");
      case Augmentation.Rotation(double degrees) ->
          new YamlText().with("degrees", degrees).of("rotation");
      case Augmentation.ColourJitter jitter ->
          new YamlText()
              .with("brightness", jitter.brightness())
              .with("contrast", jitter.contrast())
              .with("saturation", jitter.saturation())
              .with("hue", jitter.hue())
              .of("colour_jitter");
      case Augmentation.AutoAugment(Augmentation.AutoAugment.Policy policy) ->
          new YamlText().with("policy", policy.name().toLowerCase(Locale.ROOT)).of("auto_augment");
      case Augmentation.RandAugment(int operations, int magnitude) ->
          new YamlText()
              .with("operations", operations)
              .with("magnitude", magnitude)
              .of("rand_augment");
    };
  }

  private static String erasure(Augmentation.Erasure erasure) {
    return switch (erasure) {
      case Augmentation.Cutout(int size) -> new YamlText().with("size", size).of("cutout");
      case Augmentation.RandomErasing erasing ->
          new YamlText()
              .with("probability", erasing.probability())
              .with("scale", List.of(erasing.minScale(), erasing.maxScale()))
              .with("ratio", List.of(erasing.minRatio(), erasing.maxRatio()))
              .of("random_erasing");
    };
  }

  private static String mix(Augmentation.Mix mix) {
    return switch (mix) {
      case Augmentation.Mixup(double alpha, double probability) ->
          new YamlText().with("alpha", alpha).with("probability", probability).of("mixup");
      case Augmentation.CutMix(double alpha, double probability) ->
          new YamlText().with("alpha", alpha).with("probability", probability).of("cutmix");
      case Augmentation.Ricap(double beta, double probability) ->
          new YamlText().with("beta", beta).with("probability", probability).of("ricap");
    };
  }
}
