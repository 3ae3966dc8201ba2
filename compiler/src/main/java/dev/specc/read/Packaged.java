package dev.specc.read;

import dev.specc.diagnostic.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The specs and recipes that come with specc. A jar does not list what it has: here are lists. */
public final class Packaged {
  static final String STD = "std/";
  static final String RECIPES = "recipes/";

  /** The files of the standard library. */
  public static final List<String> LIBRARY =
      List.of(
          "std/conv",
          "std/dense",
          "std/inception",
          "std/mobile",
          "std/residual",
          "std/squeeze_excite");

  /** The names of the recipes. */
  public static final List<String> RECIPE_NAMES =
      List.of(
          "cifar-densenet",
          "cifar-resnet",
          "fashion-alexnet",
          "fashion-bn-lenet",
          "fashion-densenet",
          "fashion-googlenet",
          "fashion-lenet",
          "fashion-nin",
          "fashion-resnet18",
          "fashion-vgg",
          "imagenet-densenet",
          "imagenet-inception-v3",
          "imagenet-mobilenet-v2",
          "imagenet-resnet",
          "imagenet-senet",
          "imagenet-vgg",
          "modern");

  private Packaged() {}

  /** A file, as {@code std/conv.yaml}; empty where there is nothing of this name. */
  static Optional<byte[]> bytes(String name) throws IOException {
    try (InputStream in = Packaged.class.getResourceAsStream("/specs/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  /** What a failed import may mean of the standard library, as help. */
  public static Optional<String> importHelp(String target) {
    String name = target.replace(".yaml", "");
    if (!name.startsWith(STD)) {
      return Optional.of(STD + name)
          .filter(LIBRARY::contains)
          .map(n -> "did you mean `" + n + "`?");
    }
    return Suggestion.question(name, LIBRARY)
        .or(() -> Optional.of("it has " + String.join(", ", LIBRARY)));
  }

  /** What the name of a recipe may mean, or which there are. */
  static String recipeHelp(String name) {
    String plain = name.startsWith(RECIPES) ? name.substring(RECIPES.length()) : name;
    return Suggestion.question(plain, RECIPE_NAMES)
        .orElse("there are " + String.join(", ", RECIPE_NAMES));
  }
}
