package dev.specc.library;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import dev.specc.read.Sources.Loaded;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where Java code begins: specs to nets, recipes to records.
 *
 * <pre>{@code
 * Block block = Specc.compile(Path.of("specs/lenet.yaml")).toBlock();
 * }</pre>
 */
public final class Specc {
  private Specc() {}

  /**
   * Compiles a spec.
   *
   * @param spec a file; with {@code #variant} where it has several
   * @throws SpecException where it has errors, or several variants of which none is named
   */
  public static CompiledNet compile(Path spec) {
    return compile(spec.toString(), Map.of());
  }

  /**
   * Compiles a spec with some params changed.
   *
   * @param spec a file; with {@code #variant} where it has several
   * @param params values by name, as expressions: {@code Map.of("depth", "56")}
   * @throws SpecException where it has errors, or several variants of which none is named
   */
  public static CompiledNet compile(String spec, Map<String, String> params) {
    int hash = spec.lastIndexOf('#');
    String file = hash < 0 ? spec : spec.substring(0, hash);
    Compiler.Request request =
        new Compiler.Request(file, hash < 0 ? null : spec.substring(hash + 1), params, null);
    Compiler.Result result = new Compiler(new FileSources()).compile(request);
    if (result.hasErrors()) {
      throw new SpecException(result.diagnostics());
    }
    List<Graph> graphs = result.graphs();
    if (graphs.size() != 1) {
      throw new SpecException(
          graphs.isEmpty()
              ? file + " has no net"
              : "%s has %d variants: name one, such as %s#%s"
                  .formatted(file, graphs.size(), file, graphs.getFirst().variant()));
    }
    return new CompiledNet(graphs.getFirst());
  }

  /**
   * Reads a recipe.
   *
   * @param recipe a file, or the name of a recipe that comes with specc
   * @throws SpecException where it has errors
   */
  public static Recipe recipe(String recipe) {
    return switch (new FileSources().loadRecipe(recipe)) {
      case Loaded.Failed failed -> throw new SpecException(failed.message());
      case Loaded.Text text -> {
        RecipeReader.Result read = RecipeReader.read(text.file());
        yield read.recipe().orElseThrow(() -> new SpecException(read.diagnostics()));
      }
    };
  }
}
