package dev.specc.elaborate;

import dev.specc.decode.LabelRef;
import dev.specc.decode.Modifiers;
import dev.specc.decode.Param;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Reporter;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.graph.Origin;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Elaborates the steps of a body: each takes a wire and gives one. */
final class BodyElaborator {
  private static final int MAX_DEPTH = 300;

  private final GraphBuilder builder;
  private final Diagnostics diagnostics;
  private final Blame blame;
  private final LabelSearch labelSearch;
  private final Naming naming;
  private final PrimitiveOps ops;
  private final Combinators combinators;
  private final Loops loops;
  private final BlockCalls calls;

  BodyElaborator(GraphBuilder builder, Diagnostics diagnostics, FileEnvironments files) {
    this.builder = builder;
    this.diagnostics = diagnostics;
    Causes causes = new Causes(builder);
    Proposals proposals = new Proposals(builder);
    this.blame = new Blame(causes, proposals);
    this.labelSearch = new LabelSearch();
    this.naming = new Naming(diagnostics);
    this.ops = new PrimitiveOps(builder, diagnostics, blame, naming);
    GeneratedNodes nodes = new GeneratedNodes(builder, ops);
    JoinBlame joinBlame = new JoinBlame(causes, proposals);
    this.combinators = new Combinators(this, builder, nodes, diagnostics, blame, joinBlame);
    this.loops = new Loops(this, builder, nodes, blame);
    this.calls = new BlockCalls(this, builder, diagnostics, files);
  }

  Naming naming() {
    return naming;
  }

  PrimitiveOps ops() {
    return ops;
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
    StepContext plain = context(step, body, inputs);
    Optional<Boolean> runs = runs(plain);
    // Where that is unknown, two steps of one label may well exclude each other.
    StepContext context = runs.isPresent() ? plain : context(step, body.aside(), inputs);
    if (runs.isPresent() && !runs.get()) {
      leaveOut(context);
      return previous;
    }
    naming.checkShare(context);
    Wire result = arity(context) ? dispatch(context) : Wire.unknown();
    result = expect(context, runs.isPresent() ? result : Wire.unknown());
    naming.bind(context, body, result);
    return result;
  }

  private void leaveOut(StepContext context) {
    Expr when = context.modifiers().when();
    if (when != null) {
      naming.label(context).ifPresent(name -> context.body().labels().leaveOut(name, when.span()));
    }
  }

  private StepContext context(Step step, Body body, List<Wire> inputs) {
    StepScope scope = new StepScope(body.environment(), inputs.getFirst(), body.module());
    Reporter reporter = diagnostic -> diagnostics.add(placed(diagnostic, step, body));
    Evaluator evaluator = new Evaluator(scope, reporter, builder.budget());
    Numbers numbers = new Numbers(evaluator, body.environment(), reporter);
    return new StepContext(step, body, inputs, evaluator, numbers);
  }

  /** A value depends on the calls and iterations that led to it; which names there are does not. */
  private static Diagnostic placed(Diagnostic diagnostic, Step step, Body body) {
    return diagnostic.code() == Code.UNKNOWN_NAME
        ? declared(diagnostic, body)
        : diagnostic.notes(new Origin(step.span(), body.frame()).notes());
  }

  /** With the params among which the name is missing, unless it is a slip of another one. */
  private static Diagnostic declared(Diagnostic diagnostic, Body body) {
    if (diagnostic.help().filter(help -> help.startsWith("did you mean")).isPresent()) {
      return diagnostic;
    }
    Optional<Span> block =
        Optional.ofNullable(body.calls()).flatMap(calls -> Param.list(calls.block().params()));
    Optional<Span> file = Param.list(body.module().spec().params());
    return diagnostic
        .related(block.stream().map(s -> new Label(s, "the block's params")).toList())
        .related(file.stream().map(s -> new Label(s, "the file's params")).toList());
  }

  /** Whether {@code when} lets the step run; empty where that is unknown. */
  private static Optional<Boolean> runs(StepContext context) {
    Expr when = context.modifiers().when();
    return when == null
        ? Optional.of(true)
        : context.evaluator().truth(context.evaluator().evaluate(when), when.span());
  }

  private boolean arity(StepContext context) {
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

  private Wire dispatch(StepContext context) {
    return switch (context.step()) {
      case Step.OpStep s -> ops.op(context, s.op(), s.options());
      case Step.CallStep s -> calls.call(context, s);
      case Step.UseStep s -> calls.use(context, s);
      case Step.BranchesStep s -> combinators.branches(context, s);
      case Step.ResidualStep s -> combinators.residual(context, s);
      case Step.DenseStep s -> loops.dense(context, s);
      case Step.RepeatStep s -> loops.repeat(context, s);
      case Step.SequenceStep s -> combinators.sequence(context, s);
      case Step.JoinStep s -> combinators.join(context, s, inputsOfJoin(context, s));
      case Step.TransitionStep s -> combinators.transition(context, s);
      case Step.InvalidStep s -> {
        naming.name(context);
        yield Wire.unknown();
      }
    };
  }

  private List<Wire> inputsOfJoin(StepContext context, Step.JoinStep step) {
    return step.labels().isEmpty()
        ? context.inputs()
        : labels(step.labels(), context.body(), context);
  }

  private List<Wire> labels(List<LabelRef> refs, Body body, StepContext context) {
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

  private Wire expect(StepContext context, Wire result) {
    Modifiers.Expectation expect = context.modifiers().expect();
    if (expect == null) {
      return result;
    }
    Optional<Shape> dims = context.numbers().shape(expect.dims(), "a dimension");
    if (dims.isEmpty()) {
      return result;
    }
    Shape expected = dims.get();
    if (!(result instanceof Wire.Known known)) {
      return expected.isTooLarge() ? result : builder.standIn(expected, expect.span());
    }
    if (!known.shape().equals(expected)) {
      diagnostics.add(blame.expectation(known, expected, expect.span(), context.origin()));
      return Wire.unknown(); // which of the two is meant cannot be told
    }
    return result;
  }
}
