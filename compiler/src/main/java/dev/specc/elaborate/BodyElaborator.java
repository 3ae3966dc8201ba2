package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.LabelRef;
import dev.specc.decode.Modifiers;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.graph.Origin;
import dev.specc.op.Conv;
import dev.specc.op.Op;
import dev.specc.op.OpName;
import dev.specc.op.Pair;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Elaborates the steps of a body: each takes a wire and gives one. */
final class BodyElaborator {
  private static final int MAX_DEPTH = 300;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]+");

  /** A step with everything that its parts need. */
  record Context(Step step, Body body, List<Wire> inputs, Evaluator evaluator, Numbers numbers) {
    Wire input() {
      return inputs.getFirst();
    }

    Modifiers modifiers() {
      return step.modifiers();
    }

    Origin origin() {
      return new Origin(step.span(), body.frame());
    }
  }

  private final GraphBuilder builder;
  private final Diagnostics diagnostics;
  private final Blame blame;
  private final LabelSearch labelSearch;
  private final Combinators combinators;
  private final BlockCalls calls;

  BodyElaborator(GraphBuilder builder, Diagnostics diagnostics, FileEnvironments files) {
    this.builder = builder;
    this.diagnostics = diagnostics;
    this.blame = new Blame(builder);
    this.labelSearch = new LabelSearch();
    this.combinators = new Combinators(this, builder, diagnostics, blame);
    this.calls = new BlockCalls(this, diagnostics, files);
  }

  /** Runs the steps one after the other. */
  Wire steps(List<Step> steps, Wire input, Body body) {
    if (body.depth() > MAX_DEPTH && !steps.isEmpty()) {
      throw new LimitReached(
          Diagnostic.of(
              Code.TOO_DEEP,
              steps.getFirst().span(),
              "bodies and block calls nest more than " + MAX_DEPTH + " deep here"));
    }
    Wire wire = input;
    for (Step step : steps) {
      wire = step(step, wire, body);
    }
    return wire;
  }

  private Wire step(Step step, Wire previous, Body body) {
    builder.tick(step.span());
    Modifiers modifiers = step.modifiers();
    List<Wire> inputs =
        modifiers.from().isEmpty()
            ? List.of(previous)
            : labels(modifiers.from(), body, context(step, body, List.of(previous)));
    Context context = context(step, body, inputs);
    Optional<Boolean> runs = runs(context);
    if (runs.isPresent() && !runs.get()) {
      modifiers.label();
      return previous;
    }
    Wire result = arity(context) ? dispatch(context) : Wire.unknown();
    result = expect(context, runs.isPresent() ? result : Wire.unknown());
    bindLabel(context, result);
    return result;
  }

  private Context context(Step step, Body body, List<Wire> inputs) {
    StepScope scope = new StepScope(body.environment(), inputs.getFirst(), body.module());
    Evaluator evaluator = new Evaluator(scope, diagnostics);
    return new Context(step, body, inputs, evaluator, new Numbers(evaluator, diagnostics));
  }

  /** Whether {@code when} lets the step run; empty where that is unknown. */
  private static Optional<Boolean> runs(Context context) {
    Expr when = context.modifiers().when();
    return when == null
        ? Optional.of(true)
        : context.evaluator().truth(context.evaluator().evaluate(when), when.span());
  }

  private boolean arity(Context context) {
    boolean takesSeveral =
        switch (context.step()) {
          case Step.JoinStep s -> true;
          case Step.CallStep s -> true;
          case Step.UseStep s -> true;
          case Step.InvalidStep s -> true;
          case Step.OpStep s -> false;
          case Step.BranchesStep s -> false;
          case Step.ResidualStep s -> false;
          case Step.DenseStep s -> false;
          case Step.RepeatStep s -> false;
          case Step.SequenceStep s -> false;
          case Step.TransitionStep s -> false;
        };
    int count = context.inputs().size();
    if (takesSeveral || count == 1) {
      return true;
    }
    Span span = context.modifiers().from().get(1).span();
    diagnostics.add(
        Diagnostic.of(
                Code.WRONG_ARITY, span, "this step takes one input, and `from` names " + count)
            .help("join them first, with `- concat: [a, b]` or `- add: [a, b]`"));
    return false;
  }

  private Wire dispatch(Context context) {
    return switch (context.step()) {
      case Step.OpStep s -> op(context, s.op(), s.options(), s.complete());
      case Step.CallStep s -> calls.call(context, s);
      case Step.UseStep s -> calls.use(context, s);
      case Step.BranchesStep s -> combinators.branches(context, s);
      case Step.ResidualStep s -> combinators.residual(context, s);
      case Step.DenseStep s -> combinators.dense(context, s);
      case Step.RepeatStep s -> combinators.repeat(context, s);
      case Step.SequenceStep s -> combinators.sequence(context, s);
      case Step.JoinStep s -> combinators.join(context, s, inputsOfJoin(context, s));
      case Step.TransitionStep s -> combinators.transition(context, s);
      case Step.InvalidStep s -> {
        name(context);
        yield Wire.unknown();
      }
    };
  }

  private List<Wire> inputsOfJoin(Context context, Step.JoinStep step) {
    return step.labels().isEmpty()
        ? context.inputs()
        : labels(step.labels(), context.body(), context);
  }

  /** One primitive op. */
  Wire op(Context context, OpName name, List<Argument> arguments, boolean complete) {
    Options options =
        new Options(
            name.word(),
            context.step().span(),
            arguments,
            complete,
            context.numbers(),
            diagnostics);
    long in = context.input() instanceof Wire.Known known ? known.shape().channels() : 1;
    String placeName = name(context);
    OptionSource source =
        new OptionSource(context.step().span(), arguments, context.body().environment());
    if (name == OpName.SEPARABLE_CONV) {
      return separable(context, options, source, in, placeName);
    }
    Op op = new OpBuilder(options, in).build(name);
    return options.failed()
        ? Wire.unknown()
        : add(context, op, context.inputs(), placeOf(context, placeName), source);
  }

  /** A depthwise convolution and a 1x1 convolution (Chollet 2017, Xception, section 2). */
  private Wire separable(
      Context context, Options options, OptionSource source, long in, String placeName) {
    Window window = new OpBuilder(options, in).convWindow();
    long out = options.whole("out", 1);
    boolean bias = options.flag("bias", true);
    options.rejectUnknown();
    if (options.failed()) {
      return Wire.unknown();
    }
    Window point = Window.of(Pair.both(1), Pair.both(1), dev.specc.op.Padding.none(), Pair.both(1));
    Place place = placeOf(context, placeName);
    Wire depthwise =
        add(
            context,
            new Conv(in, window, in, bias),
            context.inputs(),
            below(place, "depthwise"),
            source);
    return add(
        context,
        new Conv(out, point, 1, bias),
        List.of(depthwise),
        below(place, "pointwise"),
        source);
  }

  static Place below(Place place, String name) {
    return new Place(
        Level.join(place.path(), name),
        Level.join(place.parameterPath(), name),
        false,
        place.shared());
  }

  Wire add(Context context, Op op, List<Wire> inputs, Place place, OptionSource source) {
    return builder.add(
        op,
        inputs,
        place,
        context.body().training(),
        context.origin(),
        source,
        failure -> blame.op(op, inputs, failure, context.origin(), source));
  }

  /** The path of an op that has this name in its level; shared parameters live at their key. */
  Place placeOf(Context context, String name) {
    Level level = context.body().level();
    return sharedPath(context)
        .map(shared -> new Place(Level.join(level.path(), name), shared, false, true))
        .orElseGet(
            () ->
                new Place(
                    Level.join(level.path(), name),
                    Level.join(level.parameterPath(), name),
                    false,
                    context.body().shared()));
  }

  /** Where parameters live that {@code share} names. */
  Optional<String> sharedPath(Context context) {
    LabelRef share = context.modifiers().share();
    return share == null
        ? Optional.empty()
        : share
            .label()
            .fill(context.evaluator())
            .map(key -> Level.join(context.body().home().parameterPath(), key));
  }

  /** Gives an op or a block call its name in the level: its label, or the number of its place. */
  String name(Context context) {
    Level level = context.body().level();
    int number = level.takePlace();
    String name = label(context).orElse(Integer.toString(number));
    Span span = labelSpan(context);
    Optional<Span> first = level.claim(name, span);
    first.ifPresent(other -> reportDuplicate(name, span, other, context));
    return name;
  }

  /** The level of a combinator: its own where it has a label, else the one around it. */
  Level levelOf(Context context) {
    return context.modifiers().label() == null
        ? context.body().level()
        : context.body().level().child(name(context));
  }

  private void reportDuplicate(String name, Span span, Span first, Context context) {
    boolean loops = first.equals(span);
    Diagnostic diagnostic =
        Diagnostic.of(
                Code.DUPLICATE_LABEL,
                span,
                loops
                    ? "the label `" + name + "` is given again in the next iteration"
                    : "the label `" + name + "` is used twice in one level")
            .notes(context.origin().notes())
            .help(
                loops
                    ? "put the counter into it, `" + name + "{i}`, or give the loop a label"
                    : "choose another label");
    diagnostics.add(loops ? diagnostic : diagnostic.related(first, "the first use"));
  }

  private Optional<String> label(Context context) {
    return Optional.ofNullable(context.modifiers().label())
        .flatMap(label -> label.fill(context.evaluator()));
  }

  private static Span labelSpan(Context context) {
    return Optional.ofNullable(context.modifiers().label())
        .map(label -> label.span())
        .orElse(context.step().span());
  }

  private void bindLabel(Context context, Wire result) {
    Optional<String> label = label(context);
    if (label.isEmpty()) {
      return;
    }
    if (!LABEL.matcher(label.get()).matches()) {
      diagnostics.add(
          Diagnostic.of(
              Code.WRONG_VALUE,
              labelSpan(context),
              "a label is made of letters, digits and `_`, and this is `" + label.get() + "`"));
    }
    context.body().labels().bind(label.get(), result);
  }

  private List<Wire> labels(List<LabelRef> refs, Body body, Context context) {
    List<Wire> wires = new ArrayList<>();
    refs.forEach(ref -> wires.add(label(ref, body, context.evaluator())));
    return wires;
  }

  /** The wire that a label names; unknown, and reported, where no visible step has it. */
  Wire label(LabelRef ref, Body body, Evaluator evaluator) {
    Optional<String> name = ref.label().fill(evaluator);
    if (name.isEmpty()) {
      return Wire.unknown();
    }
    return body.labels()
        .find(name.get())
        .orElseGet(
            () -> {
              if (!diagnostics.isFull()) { // the search takes its time
                diagnostics.add(labelSearch.unknown(name.get(), ref.span(), body));
              }
              return Wire.unknown();
            });
  }

  private Wire expect(Context context, Wire result) {
    Modifiers.Expectation expect = context.modifiers().expect();
    if (expect == null) {
      return result;
    }
    List<Long> dims = new ArrayList<>();
    for (Expr dim : expect.dims()) {
      OptionalLong read = context.numbers().whole(dim, "a dimension", 1, Window.MAX_OPTION);
      read.ifPresent(dims::add);
    }
    if (dims.size() != expect.dims().size() || dims.isEmpty()) {
      return result;
    }
    Shape expected = new Shape(dims);
    if (!(result instanceof Wire.Known known)) {
      return expected.isTooLarge() ? result : builder.standIn(expected, expect.span());
    }
    if (!known.shape().equals(expected)) {
      diagnostics.add(blame.expectation(known, expected, expect.span(), context.origin()));
    }
    return result;
  }
}
