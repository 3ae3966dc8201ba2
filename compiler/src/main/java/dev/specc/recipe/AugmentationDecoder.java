package dev.specc.recipe;

import dev.specc.recipe.Fields.Choice;
import java.util.List;
import java.util.Locale;

/** Decodes augmentations; the defaults are those of torchvision, where it has them. */
final class AugmentationDecoder {
  private AugmentationDecoder() {}

  static Augmentation decode(Choice augmentation) {
    Fields options = augmentation.options();
    return switch (augmentation.word()) {
      case "random_crop" -> new Augmentation.RandomCrop(options.whole("padding", 4));
      case "random_resized_crop" -> resizedCrop(options);
      case "flip" -> new Augmentation.HorizontalFlip(options.number("probability", 0.5));
      case "vertical_flip" -> new Augmentation.VerticalFlip(options.number("probability", 0.5));
      case "rotation" -> new Augmentation.Rotation(options.number("degrees", 0));
      case "colour_jitter" ->
          new Augmentation.ColourJitter(
              options.number("brightness", 0),
              options.number("contrast", 0),
              options.number("saturation", 0),
              options.number("hue", 0));
      case "auto_augment" ->
          new Augmentation.AutoAugment(
              Augmentation.AutoAugment.Policy.valueOf(
                  options.word("policy", "imagenet").toUpperCase(Locale.ROOT)));
      case "rand_augment" ->
          new Augmentation.RandAugment(
              options.whole("operations", 2), options.whole("magnitude", 9));
      case "cutout" -> new Augmentation.Cutout(options.whole("size", 0));
      case "random_erasing" -> erasing(options);
      case "mixup" ->
          new Augmentation.Mixup(options.number("alpha", 1), options.number("probability", 1));
      case "cutmix" ->
          new Augmentation.CutMix(options.number("alpha", 1), options.number("probability", 1));
      case "ricap" ->
          new Augmentation.Ricap(options.number("beta", 0.3), options.number("probability", 1));
      default -> throw new IllegalStateException("the schema knows no " + augmentation.word());
    };
  }

  private static Augmentation resizedCrop(Fields options) {
    List<Double> scale = options.numbers("scale", List.of(0.08, 1.0));
    List<Double> ratio = options.numbers("ratio", List.of(3.0 / 4, 4.0 / 3));
    return new Augmentation.RandomResizedCrop(
        scale.getFirst(), scale.getLast(), ratio.getFirst(), ratio.getLast());
  }

  private static Augmentation erasing(Fields options) {
    List<Double> scale = options.numbers("scale", List.of(0.02, 0.33));
    List<Double> ratio = options.numbers("ratio", List.of(0.3, 3.3));
    return new Augmentation.RandomErasing(
        options.number("probability", 0.5),
        scale.getFirst(),
        scale.getLast(),
        ratio.getFirst(),
        ratio.getLast());
  }
}
