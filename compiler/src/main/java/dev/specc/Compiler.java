package dev.specc;

import dev.specc.analyse.Lints;
import dev.specc.decode.Argument;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.decode.ModuleLoader;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Suggestion;
import dev.specc.elaborate.Budget;
import dev.specc.elaborate.Elaborator;
import dev.specc.elaborate.Refusal;
import dev.specc.expression.ExpressionParser;
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
    Optional<Diagnostic> otherRank = otherRank(request, spec);
    if (otherRank.isPresent()) {
      diagnostics.add(otherRank.get());
      return Result.failed(request, spec, diagnostics.sorted());
    }
    List<Argument> overrides = overrides(request, diagnostics);
    List<Graph> graphs = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    VariantDiagnostics perVariant = new VariantDiagnostics();
    Budget budget = new Budget();
    for (Elaborator.Settings settings : settings(request, spec, overrides, diagnostics)) {
      if (budget.isSpent()) {
        break;
      }
      Diagnostics own = new Diagnostics();
      Elaborator.Elaboration elaboration = elaborate(module.get(), settings, budget, own);
      refusals.addAll(elaboration.refusals());
      elaboration
          .graph()
          .ifPresent(
              graph -> {
                graphs.add(graph);
                own.addAll(Lints.ofGraph(graph, module.get()));
              });
      perVariant.add(settings.variant(), own);
    }
    diagnostics.addAll(perVariant.merged());
    if (graphs.isEmpty() && !spec.isLibrary() && !diagnostics.hasErrors()) {
      throw new IllegalStateException("no graph of " + spec.file() + ", and no error either");
    }
    if (!diagnostics.hasErrors()) { // what an error leaves out may be where a name is used
      diagnostics.addAll(Lints.ofSpec(module.get()));
    }
    List<Graph> whole = diagnostics.hasErrors() ? List.of() : graphs;
    return new Result(request, spec, whole, refusals, budget.steps(), diagnostics.sorted());
  }

  /** The valid input sizes of one variant. */
  public record Sizes(ModelSpec spec, String variant, ValidSizes sizes) {}

  /**
   * The square input sizes from one to another for which each variant asked for is valid.
   *
   * @param diagnostics gets what keeps the spec from being tried at all
   */
  public List<Sizes> sizes(Request request, long from, long to, Diagnostics diagnostics) {
    Optional<Module> loaded = ModuleLoader.load(sources, request.spec(), diagnostics);
    if (loaded.isEmpty() || diagnostics.hasErrors()) {
      return List.of();
    }
    Module module = loaded.get();
    Optional<Diagnostic> noMap = noMap(module.spec());
    if (noMap.isPresent()) {
      diagnostics.add(noMap.get());
      return List.of();
    }
    List<Argument> overrides = overrides(request, diagnostics);
    List<Sizes> sizes = new ArrayList<>();
    for (Elaborator.Settings own : settings(request, module.spec(), overrides, diagnostics)) {
      // The spec's own size may be one of those that do not work: channels are all that is needed.
      long channels = Elaborator.channels(module, own).orElse(3);
      ValidSizes valid =
          ValidSizes.find(
              channels,
              from,
              to,
              shape -> {
                Diagnostics found = new Diagnostics();
                elaborate(
                    module,
                    new Elaborator.Settings(own.variant(), overrides, shape, request.heads()),
                    new Budget(),
                    found);
                return found.found().stream().filter(Diagnostic::isError).findFirst();
              });
      String variant = own.variant() == null ? "" : own.variant().name();
      sizes.add(new Sizes(module.spec(), variant, valid));
    }
    return sizes;
  }

  private static Elaborator.Elaboration elaborate(
      Module module, Elaborator.Settings settings, Budget budget, Diagnostics diagnostics) {
    Elaborator.Elaboration elaboration =
        Elaborator.elaborate(module, settings, budget, diagnostics);
    elaboration.graph().ifPresent(g -> Verifier.require(g, module.spec().file().name()));
    return elaboration;
  }

  private static List<Argument> overrides(Request request, Diagnostics diagnostics) {
    List<Argument> overrides = new ArrayList<>();
    request
        .overrides()
        .forEach(
            (name, text) -> {
              SourceFile file = new SourceFile("--set", name + "=" + text);
              Span span = file.span(0, name.length());
              overrides.add(
                  new Argument(
                      name, span, ExpressionParser.parse(file, name.length() + 1, diagnostics)));
            });
    return overrides;
  }

  /** An input size with more or fewer dimensions than the input has. */
  private static Optional<Diagnostic> otherRank(Request request, ModelSpec spec) {
    Shape size = request.size();
    return size == null
        ? Optional.empty()
        : spec.inputs().stream()
            .filter(input -> input.dims().size() != size.rank())
            .findFirst()
            .map(
                input ->
                    Diagnostic.of(
                        Code.WRONG_RANK,
                        input.span(),
                        "`--size` gives "
                            + dimensions(size.rank())
                            + ", and the input has "
                            + dimensions(input.dims().size())));
  }

  private static Optional<Diagnostic> noMap(ModelSpec spec) {
    return spec.inputs().stream()
        .filter(input -> input.dims().size() != 3)
        .findFirst()
        .map(
            input ->
                Diagnostic.of(
                    Code.WRONG_RANK,
                    input.span(),
                    "sizes are tried for a feature map [C, H, W], and the input has "
                        + dimensions(input.dims().size())));
  }

  private static String dimensions(int count) {
    return count + (count == 1 ? " dimension" : " dimensions");
  }

  /** One for each variant asked for; one without a variant where the spec has none. */
  private static List<Elaborator.Settings> settings(
      Request request, ModelSpec spec, List<Argument> overrides, Diagnostics diagnostics) {
    if (request.variant() != null) {
      Optional<ModelSpec.Variant> variant = spec.variant(request.variant());
      if (variant.isEmpty()) {
        diagnostics.add(unknownVariant(spec, request.variant()));
        return List.of();
      }
      return List.of(
          new Elaborator.Settings(variant.get(), overrides, request.size(), request.heads()));
    }
    if (spec.variants().isEmpty()) {
      return List.of(new Elaborator.Settings(null, overrides, request.size(), request.heads()));
    }
    return spec.variants().stream()
        .map(v -> new Elaborator.Settings(v, overrides, request.size(), request.heads()))
        .toList();
  }

  private static Diagnostic unknownVariant(ModelSpec spec, String wanted) {
    List<String> names = spec.variants().stream().map(ModelSpec.Variant::name).toList();
    Span start = new SourceFile(spec.file().name(), "").span(0, 0);
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.UNKNOWN_VARIANT, start, spec.file().name() + " has no variant `" + wanted + "`");
    return Suggestion.question(wanted, names)
        .map(diagnostic::help)
        .orElseGet(
            () ->
                diagnostic.help(
                    names.isEmpty()
                        ? "it has no variants"
                        : "its variants: " + Suggestion.all(names)));
  }
}
