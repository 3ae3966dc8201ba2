package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Expands a spec to a graph, with the params of one variant. Expansion and shape inference are one
 * pass, since a layer may depend on the shape that reaches it ({@code out: in / 2}).
 */
public final class Elaborator {
  /**
   * What to elaborate a spec with.
   *
   * @param variant its name; null for the params' defaults
   * @param overrides values of params, before the variant's
   * @param size the input's shape instead of the spec's own; null for that
   * @param heads whether auxiliary heads are wanted
   */
  public record Settings(
      ModelSpec.@Nullable Variant variant,
      List<Argument> overrides,
      @Nullable Shape size,
      boolean heads) {
    public Settings {
      overrides = List.copyOf(overrides);
    }

    /** The same for an input of this shape. */
    public Settings withSize(Shape input) {
      return new Settings(variant, overrides, input, heads);
    }

    /** Empty for the params' defaults. */
    public String variantName() {
      return variant == null ? "" : variant.name();
    }
  }

  /**
   * What became of it.
   *
   * @param whole the graph; null where there is an error, or no net
   * @param refusals the steps that cannot run
   */
  public record Elaboration(@Nullable Graph whole, List<Refusal> refusals) {
    public Elaboration {
      refusals = List.copyOf(refusals);
    }

    public Optional<Graph> graph() {
      return Optional.ofNullable(whole);
    }
  }

  private final Module module;
  private final ModelSpec spec;
  private final Settings settings;
  private final Diagnostics diagnostics;
  private final GraphBuilder builder;
  private final FileEnvironments files;
  private final BodyElaborator bodies;

  private Elaborator(Module module, Settings settings, Budget budget, Diagnostics diagnostics) {
    this.module = module;
    this.spec = module.spec();
    this.settings = settings;
    this.diagnostics = diagnostics;
    this.builder = new GraphBuilder(budget, diagnostics);
    this.files = new FileEnvironments(diagnostics, builder);
    this.bodies = new BodyElaborator(builder, diagnostics, files);
  }

  /**
   * Expands the net of a spec, if it has one.
   *
   * @param budget what it may cost, with the other variants that are elaborated with the same one
   * @param diagnostics gets every mistake; where it then holds an error there is no graph
   */
  public static Elaboration elaborate(
      Module module, Settings settings, Budget budget, Diagnostics diagnostics) {
    Elaborator elaborator = new Elaborator(module, settings, budget, diagnostics);
    Graph graph = null;
    try {
      graph = elaborator.graph().orElse(null);
    } catch (LimitReached limit) {
      diagnostics.add(limit.diagnostic());
    }
    return new Elaboration(graph, elaborator.builder.refusals());
  }

  /** The channels of the spec's first input; empty where it has none that is known. */
  public static OptionalLong channels(Module module, Settings settings) {
    Elaborator elaborator = new Elaborator(module, settings, new Budget(), new Diagnostics());
    try {
      return elaborator.channels();
    } catch (LimitReached limit) { // elaboration says so
      return OptionalLong.empty();
    }
  }

  private OptionalLong channels() {
    Environment environment = params();
    if (spec.inputs().isEmpty() || spec.inputs().getFirst().dims().isEmpty()) {
      return OptionalLong.empty();
    }
    Expr channels = spec.inputs().getFirst().dims().getFirst();
    Evaluator evaluator = files.evaluator(environment, module);
    Numbers numbers = new Numbers(evaluator, environment, new Diagnostics());
    return numbers.whole(channels, "channels", 1, Window.MAX_OPTION);
  }

  private Optional<Graph> graph() {
    ModelSpec.NetDef net = spec.net();
    if (net == null) {
      return Optional.empty();
    }
    Environment environment = params();
    Body body = Body.net(module, environment);
    Evaluator evaluator = files.evaluator(environment, module);
    Numbers numbers = new Numbers(evaluator, environment, diagnostics);
    Wire input = inputs(body, net, numbers);
    Wire result = bodies.steps(net.body(), input, body);
    List<Graph.Output> outputs = outputs(result, body, evaluator);
    List<Optional<Graph.Head>> heads =
        settings.heads() ? heads(body, evaluator, numbers) : List.of();
    // An unknown result without an error here comes from a step that validation rejected.
    int expected = Math.max(1, spec.outputs().size());
    boolean whole = outputs.size() == expected && heads.stream().allMatch(Optional::isPresent);
    return diagnostics.hasErrors() || !whole || builder.guesses()
        ? Optional.empty()
        : Optional.of(
            builder.finish(
                spec.name(),
                settings.variantName(),
                outputs,
                heads.stream().flatMap(Optional::stream).toList()));
  }

  /** The params: overrides before the variant's values before the defaults. */
  private Environment params() {
    List<Argument> given = new ArrayList<>();
    if (settings.variant() != null) {
      given.addAll(settings.variant().params());
    }
    given.addAll(settings.overrides());
    return files.compiled(module, given);
  }

  private Wire inputs(Body body, ModelSpec.NetDef net, Numbers numbers) {
    if (spec.inputs().isEmpty()) {
      Wire given = undeclaredInput(net);
      body.labels().bind("input", given);
      return given;
    }
    List<Wire> wires = new ArrayList<>();
    boolean known = settings.size() == null || haveOneSize(numbers);
    for (ModelSpec.InputDef input : spec.inputs()) {
      Wire wire = known ? input(input, numbers) : Wire.unknown();
      wires.add(wire);
      body.level().claim(input.label(), input.span());
      body.labels().bind(input.label(), wire);
    }
    if (wires.size() == 1) {
      body.labels().bind("input", wires.getFirst());
    }
    return wires.getFirst();
  }

  /** Where the spec says nothing of its input, only a size that is given does. */
  private Wire undeclaredInput(ModelSpec.NetDef net) {
    if (settings.size() != null) {
      return builder.input("input", settings.size(), net.span());
    }
    diagnostics.add(
        Diagnostic.of(Code.MISSING_KEY, net.span(), "the spec has a net and no `input`")
            .help("write `input: [3, 224, 224]`: channels, height, width"));
    return Wire.unknown();
  }

  /** Whether one size that is given can stand for those of all inputs; where not, it is said. */
  private boolean haveOneSize(Numbers numbers) {
    if (spec.inputs().size() == 1) {
      return true;
    }
    List<Shape> sizes = new ArrayList<>();
    for (ModelSpec.InputDef input : spec.inputs()) {
      Optional<Shape> size = numbers.shape(input.dims(), "a dimension of the input");
      if (size.isEmpty()) {
        return false;
      }
      sizes.add(size.get());
      if (!size.get().equals(sizes.getFirst())) {
        diagnostics.add(severalSizes(input, size.get(), sizes.getFirst()));
        return false;
      }
    }
    return true;
  }

  private Diagnostic severalSizes(ModelSpec.InputDef input, Shape size, Shape first) {
    return Diagnostic.of(
            Code.WRONG_ARITY,
            input.span(),
            "`--size` gives all inputs one size, and here they differ: `%s` is %s, `%s` is %s"
                .formatted(
                    spec.inputs().getFirst().label(), first.times(), input.label(), size.times()))
        .help("write other sizes in the spec; those that params give can be changed by --set");
  }

  private Wire input(ModelSpec.InputDef input, Numbers numbers) {
    if (settings.size() != null) {
      return builder.input(input.label(), settings.size(), input.span());
    }
    Optional<Shape> dims = numbers.shape(input.dims(), "a dimension of the input");
    if (dims.isEmpty()) {
      return Wire.unknown();
    }
    Shape shape = dims.get();
    if (shape.isTooLarge()) {
      diagnostics.add(
          Diagnostic.of(
              Code.TOO_LARGE, input.span(), "an input of " + shape.times() + " is too large"));
      return Wire.unknown();
    }
    channelsLast(input, shape).ifPresent(diagnostics::add);
    return builder.input(input.label(), shape, input.span());
  }

  private static Optional<Diagnostic> channelsLast(ModelSpec.InputDef input, Shape shape) {
    return ChannelsLast.mended(input.span(), shape)
        .map(
            edit ->
                Diagnostic.of(
                        Code.CHANNELS_LAST,
                        input.span(),
                        "this is %d channels of %s: channels come first"
                            .formatted(shape.channels(), shape.size()))
                    .help("write `" + edit.replacement() + "`: channels, height, width"));
  }

  private List<Graph.Output> outputs(Wire result, Body body, Evaluator evaluator) {
    List<Graph.Output> outputs = new ArrayList<>();
    if (spec.outputs().isEmpty() && result instanceof Wire.Known known) {
      outputs.add(new Graph.Output("output", known.node()));
    }
    Map<String, Span> names = new HashMap<>();
    for (ModelSpec.OutputDef output : spec.outputs()) {
      builder.tick(output.from().span());
      if (bodies.label(output.from(), body, evaluator) instanceof Wire.Known known) {
        Span span = output.from().span();
        Span first = names.putIfAbsent(output.name(), span);
        if (first != null) {
          diagnostics.add(
              Diagnostic.of(
                      Code.DUPLICATE_LABEL,
                      span,
                      "two outputs have the name `" + output.name() + "`")
                  .related(first, "the first")
                  .help("write a map: `{NAME: LABEL}`"));
        }
        outputs.add(new Graph.Output(output.name(), known.node()));
      }
    }
    return outputs;
  }

  /** The heads that this variant has; empty for one whose result is unknown. */
  private List<Optional<Graph.Head>> heads(Body body, Evaluator evaluator, Numbers numbers) {
    List<Optional<Graph.Head>> heads = new ArrayList<>();
    for (ModelSpec.HeadDef head : spec.heads()) {
      builder.tick(head.span());
      Expr when = head.when();
      Optional<Boolean> runs =
          when == null ? Optional.of(true) : evaluator.truth(evaluator.evaluate(when), when.span());
      if (runs.orElse(true)) {
        heads.add(runs.flatMap(known -> head(head, body, evaluator, numbers)));
      }
    }
    return heads;
  }

  private Optional<Graph.Head> head(
      ModelSpec.HeadDef head, Body body, Evaluator evaluator, Numbers numbers) {
    Wire from = bodies.label(head.from(), body, evaluator);
    body.level()
        .claim(head.name(), head.span())
        .ifPresent(
            first ->
                diagnostics.add(
                    Diagnostic.of(
                            Code.DUPLICATE_LABEL,
                            head.span(),
                            "the name `" + head.name() + "` is used twice in one level")
                        .related(first, "the first use")));
    Level level = body.level().child(head.name());
    Wire result = bodies.steps(head.body(), from, body.head(level));
    double weight =
        head.weight() == null ? 1.0 : numbers.real(head.weight(), "`weight`", 0, 1e6).orElse(1.0);
    return result instanceof Wire.Known known
        ? Optional.of(new Graph.Head(head.name(), known.node(), weight))
        : Optional.empty();
  }
}
