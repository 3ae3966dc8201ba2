package dev.specc.recipe;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import dev.specc.validate.RecipeValidator;
import dev.specc.validate.Validation;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads recipes: text to a tree, values of the command line put into it, constant expressions
 * computed, the whole held against the schema, and decoded.
 */
public final class RecipeReader {
  /** The name of the recipe that is all defaults. */
  public static final String DEFAULTS = "defaults";

  /** The recipe, absent where it has errors, and what there is to say. */
  public record Result(@Nullable Recipe recipeOrNull, List<Diagnostic> diagnostics) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }

    public Optional<Recipe> recipe() {
      return Optional.ofNullable(recipeOrNull);
    }
  }

  private RecipeReader() {}

  public static Result read(SourceFile file) {
    return read(file, List.of());
  }

  /** The recipe that is all defaults, but for some settings. */
  public static Result defaults(List<RecipeSetting> settings) {
    return read(new SourceFile(DEFAULTS, "recipe: 1\n"), settings);
  }

  /**
   * Reads a recipe in which some values are others.
   *
   * @param settings put in one after the other, before anything is checked
   */
  public static Result read(SourceFile file, List<RecipeSetting> settings) {
    Diagnostics diagnostics = new Diagnostics();
    YamlReader.Tree tree = YamlReader.read(file);
    diagnostics.addAll(tree.diagnostics());
    Optional<YamlNode> root = tree.root().map(r -> RecipeSetting.apply(r, settings, diagnostics));
    Optional<YamlNode.Scalar> specsKey = root.flatMap(RecipeReader::specsKey);
    if (specsKey.isPresent()) {
      return new Result(null, List.of(isSpec(specsKey.get())));
    }
    if (root.isEmpty()) {
      return new Result(null, diagnostics.sorted());
    }
    YamlNode computed = ConstantExpressions.compute(root.get(), diagnostics);
    Validation validation = RecipeValidator.validate(computed);
    diagnostics.addAll(validation.diagnostics());
    if (computed instanceof Mapping recipe) {
      recipe.get("seed").ifPresent(seed -> checkSize(seed, diagnostics));
    }
    boolean whole = computed instanceof Mapping && !diagnostics.hasErrors();
    return new Result(
        whole ? RecipeDecoder.decode((Mapping) computed, stem(file)) : null, diagnostics.sorted());
  }

  /** The key by which a text is seen to be a spec. */
  private static Optional<YamlNode.Scalar> specsKey(YamlNode root) {
    return root instanceof Mapping mapping
        ? mapping.entry("specc").or(() -> mapping.entry("net")).map(YamlNode.Entry::key)
        : Optional.empty();
  }

  private static Diagnostic isSpec(YamlNode.Scalar key) {
    return Diagnostic.of(Code.UNKNOWN_KEY, key.span(), "this is a spec, and a recipe is wanted")
        .help("a recipe begins with `recipe: 1`; it says how to train, and a spec what");
  }

  private static void checkSize(YamlNode seed, Diagnostics diagnostics) {
    boolean tooLarge =
        seed instanceof YamlNode.Scalar scalar
            && scalar.is(YamlNode.Kind.INTEGER)
            && !fits(scalar.integer());
    if (tooLarge) {
      diagnostics.add(
          Diagnostic.of(Code.TOO_LARGE, seed.span(), "the seed is too large: it has 64 bits"));
    }
  }

  private static boolean fits(BigInteger number) {
    return number.bitLength() < Long.SIZE;
  }

  /**
   * Whether a text is meant as a recipe: it has the key {@code recipe}, and not those of a spec.
   */
  public static boolean isRecipe(SourceFile file) {
    boolean likely = file.text().lines().anyMatch(line -> line.startsWith("recipe:"));
    return likely
        && YamlReader.read(file).root().orElse(null) instanceof Mapping root
        && root.entry("recipe").isPresent()
        && specsKey(root).isEmpty();
  }

  private static String stem(SourceFile file) {
    String name = file.name().substring(file.name().lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
