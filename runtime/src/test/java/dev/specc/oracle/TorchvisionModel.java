package dev.specc.oracle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A variant of the zoo and the model of torchvision that it must equal.
 *
 * @param spec the file in {@code specs}, without its ending
 * @param variant empty where the spec has none
 * @param name torchvision's
 * @param sizes of the input: the standard one, and another one
 * @param auxWeight the weight of each auxiliary head's loss; 0 where there is none
 * @param fast whether it is compared by default
 */
record TorchvisionModel(
    String spec, String variant, String name, List<Integer> sizes, double auxWeight, boolean fast) {
  private static final List<TorchvisionModel> TABLE =
      List.of(
          fast("alexnet", "torchvision", "alexnet"),
          slow("vgg", "vgg11"),
          slow("vgg", "vgg13"),
          slow("vgg", "vgg16"),
          slow("vgg", "vgg19"),
          fast("vgg", "vgg11_bn"),
          slow("vgg", "vgg13_bn"),
          slow("vgg", "vgg16_bn"),
          slow("vgg", "vgg19_bn"),
          fast("resnet", "resnet18"),
          slow("resnet", "resnet34"),
          fast("resnet", "resnet50"),
          slow("resnet", "resnet101"),
          slow("resnet", "resnet152"),
          slow("resnet", "wide_resnet50_2"),
          slow("resnet", "wide_resnet101_2"),
          fast("resnet", "resnext50_32x4d"),
          slow("resnet", "resnext101_32x8d"),
          fast("googlenet", "torchvision", "googlenet").aux(0.3),
          fast("inception_v3", "", "inception_v3").aux(0.4).sizes(299, 224),
          fast("densenet", "densenet121"),
          slow("densenet", "densenet161"),
          slow("densenet", "densenet169"),
          slow("densenet", "densenet201"),
          fast("squeezenet", "squeezenet1_0"),
          fast("squeezenet", "squeezenet1_1"),
          fast("mobilenet_v2", "mobilenet_v2"),
          fast("mobilenet_v3", "mobilenet_v3_large"),
          fast("mobilenet_v3", "mobilenet_v3_small"),
          fast("shufflenet_v2", "shufflenet_v2_x0_5"),
          fast("shufflenet_v2", "shufflenet_v2_x1_0"),
          slow("shufflenet_v2", "shufflenet_v2_x1_5"),
          slow("shufflenet_v2", "shufflenet_v2_x2_0"),
          fast("efficientnet", "efficientnet_b0"),
          fast("convnext", "convnext_tiny"),
          slow("convnext", "convnext_small"));

  private static TorchvisionModel fast(String spec, String variant, String name) {
    return new TorchvisionModel(spec, variant, name, List.of(224, 193), 0, true);
  }

  private static TorchvisionModel fast(String spec, String name) {
    return fast(spec, name, name);
  }

  private static TorchvisionModel slow(String spec, String name) {
    return new TorchvisionModel(spec, name, name, List.of(224, 193), 0, false);
  }

  private TorchvisionModel aux(double weight) {
    return new TorchvisionModel(spec, variant, name, sizes, weight, fast);
  }

  private TorchvisionModel sizes(Integer... others) {
    return new TorchvisionModel(spec, variant, name, List.of(others), auxWeight, fast);
  }

  static List<TorchvisionModel> all() {
    return TABLE;
  }

  /** The rows of {@code -Doracle.models}: {@code fast}, {@code all}, or names by comma. */
  static List<TorchvisionModel> selected() {
    String wanted = System.getProperty("oracle.models", "fast");
    List<String> names = Arrays.asList(wanted.split(","));
    return TABLE.stream()
        .filter(
            m -> wanted.equals("all") || names.contains(m.name) || names.contains("fast") && m.fast)
        .filter(m -> Files.exists(m.file()))
        .toList();
  }

  static Path specs() {
    return Path.of(System.getProperty("specc.root"), "specs");
  }

  Path file() {
    return specs().resolve(spec + ".yaml");
  }

  /** {@code specs/resnet.yaml#resnet50}. */
  String argument() {
    return variant.isEmpty() ? file().toString() : file() + "#" + variant;
  }

  @Override
  public String toString() {
    return name;
  }
}
