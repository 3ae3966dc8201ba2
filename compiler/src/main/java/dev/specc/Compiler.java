package dev.specc;

import dev.specc.analyse.Lints;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.decode.ModuleLoader;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.Budget;
import dev.specc.elaborate.Elaborator;
import dev.specc.elaborate.Refusal;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.read.Sources;
import dev.specc.recipe.RecipeReader;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import dev.specc.verify.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline: text to graphs.
 *
 * <pre>
 * read       YAML text to a tree with spans                     dev.specc.read
 * validate   the tree against the JSON schema                   dev.specc.validate
 * decode     the tree to records, imports followed              dev.specc.decode
 * elaborate  records to a graph, shapes inferred                dev.specc.elaborate
 * verify     the graph checked again by an independent pass     dev.specc.verify
 * analyse    parameters, cost, lints                            dev.specc.analyse
 * lower      the graph to DJL, in the runtime                   dev.specc.lower
 * </pre>
 */
public final class Compiler {
  /**
   * What to compile.
   *
   * @param spec its name, as its source knows it
   * @param variant one variant; null for all
   * @param overrides values for params, as expressions
   * @param size the input's shape instead of the spec's own; null for that
   * @param heads whether auxiliary heads are wanted: evaluation has no use for them
   * @param recipe whether the spec's default recipe is looked at: only training has a use for it
   */
  public record Request(
      String spec,
      @Nullable String variant,
      Map<String, String> overrides,
      @Nullable Shape size,
      boolean heads,
      boolean recipe) {
    public Request {
      overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** With its heads and its recipe. */
    public Request(
        String spec,
        @Nullable String variant,
        Map<String, String> overrides,
        @Nullable Shape size) {
      this(spec, variant, overrides, size, true, true);
    }

    /** Without its heads, whose own sizes may not allow for every input of the net itself. */
    public Request forEvaluation() {
      return new Request(spec, variant, overrides, size, false, false);
    }

    /** As a net alone: what it is trained with does not matter. */
    public Request withoutRecipe() {
      return new Request(spec, variant, overrides, size, heads, false);
    }

    public static Request of(String spec) {
      return new Request(spec, null, Map.of(), null);
    }

    public Request variant(String wanted) {
      return new Request(spec, wanted, overrides, size, heads, recipe);
    }
  }

  /**
   * What became of it.
   *
   * @param spec the records; null where the text is none, and where it is a recipe
   * @param graphs one for each variant that has no error, in their order; none for a library
   * @param refusals the steps that cannot run, variant by variant
   * @param steps how many steps were looked at: a measure of what it took
   */
  public record Result(
      Request request,
      @Nullable ModelSpec spec,
      List<Graph> graphs,
      List<Refusal> refusals,
      int steps,
      List<Diagnostic> diagnostics) {
    public Result {
      graphs = List.copyOf(graphs);
      refusals = List.copyOf(refusals);
      diagnostics = List.copyOf(diagnostics);
    }

    /** Nothing was expanded. */
    static Result failed(Request request, @Nullable ModelSpec spec, List<Diagnostic> diagnostics) {
      return new Result(request, spec, List.of(), List.of(), 0, diagnostics);
    }

    /** The same with other diagnostics. */
    public Result with(List<Diagnostic> changed) {
      return new Result(request, spec, graphs, refusals, steps, changed);
    }

    /** What names the spec and a graph's variant on the command line. */
    public String argument(Graph graph) {
      return Graph.title(request.spec(), graph.variant());
    }

    public boolean hasErrors() {
      return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    public Optional<ModelSpec> model() {
      return Optional.ofNullable(spec);
    }
  }

  private final Sources sources;

  public Compiler(Sources sources) {
    this.sources = sources;
  }

  public Result compile(Request request) {
    try {
      return compiled(request);
    } catch (StackOverflowError tooDeep) { // the stages bound what nests; this bounds the rest
      return Result.failed(request, null, List.of(nestsTooDeeply(request.spec())));
    }
  }

  private static Diagnostic nestsTooDeeply(String spec) {
    Span start = new SourceFile(spec, "").span(0, 0);
    return Diagnostic.of(Code.TOO_DEEP, start, "an expression or a name is too long to be read")
        .help("split it: give its parts names under `params:`");
  }

  private Result compiled(Request request) {
    Optional<RecipeReader.Result> recipe = Recipes.asRecipe(sources, request.spec());
    if (recipe.isPresent()) {
      return Result.failed(request, null, recipe.get().diagnostics());
    }
    Diagnostics diagnostics = new Diagnostics();
    Optional<Module> module = ModuleLoader.load(sources, request.spec(), diagnostics);
    if (module.isEmpty()) {
      return Result.failed(request, null, diagnostics.sorted());
    }
    ModelSpec spec = module.get().spec();
    if (request.recipe()) {
      Recipes.checkDefault(sources, spec, diagnostics);
    }
    if (request.size() != null) {
      Optional<Diagnostic> mismatch = GivenSize.mismatch(spec, request.size());
      if (mismatch.isPresent()) {
        diagnostics.add(mismatch.get());
        return Result.failed(request, spec, diagnostics.sorted());
      }
    }
    return expanded(request, module.get(), diagnostics);
  }

  private static Result expanded(Request request, Module module, Diagnostics diagnostics) {
    ModelSpec spec = module.spec();
    List<Graph> graphs = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    VariantDiagnostics perVariant = new VariantDiagnostics();
    Budget budget = new Budget();
    for (Elaborator.Settings settings : RequestedVariants.of(request, spec, diagnostics)) {
      if (budget.isSpent()) {
        break;
      }
      Diagnostics own = new Diagnostics();
      Elaborator.Elaboration elaboration = elaborate(module, settings, budget, own);
      refusals.addAll(elaboration.refusals());
      elaboration
          .graph()
          .ifPresent(
              graph -> {
                graphs.add(graph);
                own.addAll(Lints.ofGraph(graph, module));
              });
      perVariant.add(settings.variant(), own);
    }
    diagnostics.addAll(perVariant.merged());
    if (graphs.isEmpty() && !spec.isLibrary() && !diagnostics.hasErrors()) {
      throw new IllegalStateException("no graph of " + spec.file() + ", and no error either");
    }
    if (!diagnostics.hasErrors()) { // what an error leaves out may be where a name is used
      diagnostics.addAll(Lints.ofSpec(module));
    }
    List<Graph> whole = diagnostics.hasErrors() ? List.of() : graphs;
    return new Result(request, spec, whole, refusals, budget.steps(), diagnostics.sorted());
  }

  /** The graph of one variant, which the independent pass agrees with. */
  static Elaborator.Elaboration elaborate(
      Module module, Elaborator.Settings settings, Budget budget, Diagnostics diagnostics) {
    Elaborator.Elaboration elaboration =
        Elaborator.elaborate(module, settings, budget, diagnostics);
    elaboration.graph().ifPresent(g -> Verifier.require(g, module.spec().file().name()));
    return elaboration;
  }
}
