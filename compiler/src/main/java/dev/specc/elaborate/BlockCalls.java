package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.Arguments;
import dev.specc.decode.BlockDef;
import dev.specc.decode.Module;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Suggestion;
import dev.specc.expression.Value;
import dev.specc.graph.Frame;
import dev.specc.op.OpName;
import dev.specc.source.Span;
import dev.specc.validate.AbsentOps;
import dev.specc.validate.ForeignNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calls blocks: binds their params and inputs, and elaborates their bodies in a level of their own.
 */
final class BlockCalls {
  private static final int MAX_WEIGHT = 20;
  private static final int MAX_LETTERS = 60;

  private final Set<Span> unknown = Collections.newSetFromMap(new IdentityHashMap<>());
  private final BodyElaborator bodies;
  private final Diagnostics diagnostics;
  private final BlockArguments arguments;

  BlockCalls(
      BodyElaborator bodies,
      GraphBuilder builder,
      Diagnostics diagnostics,
      FileEnvironments files) {
    this.bodies = bodies;
    this.diagnostics = diagnostics;
    this.arguments = new BlockArguments(diagnostics, files, builder);
  }

  Wire call(StepContext context, Step.CallStep step) {
    Optional<Module.Found> found = context.body().module().block(step.block());
    if (found.isEmpty()) {
      bodies.naming().name(context);
      // Once for a step: what was meant is looked for among very many names.
      if (context.body().module().complete() && unknown.add(step.span())) {
        diagnostics.add(unknownBlock(step.block(), step.span(), context));
      }
      context
          .evaluator()
          .evaluateAll(step.arguments().given().stream().map(Argument::value).toList());
      return Wire.unknown();
    }
    return enter(context, found.get(), step.arguments());
  }

  private static Diagnostic unknownBlock(String name, Span span, StepContext context) {
    Diagnostic diagnostic =
        Diagnostic.of(Code.UNKNOWN_BLOCK, span, "there is no block `" + name + "`");
    List<String> known = context.body().module().blockNames();
    return Suggestion.question(name, known)
        .or(() -> AbsentOps.help(name))
        .or(() -> builtIn(name))
        .map(diagnostic::help)
        .orElseGet(
            () ->
                diagnostic.help(
                    known.isEmpty()
                        ? "define it under `blocks:`, or `import:` a file that does"
                        : "the blocks here: " + Suggestion.all(known)));
  }

  /** {@code Conv2d}: an op as another framework calls it. */
  private static Optional<String> builtIn(String name) {
    Optional<String> op = ForeignNames.op(name);
    return op.filter(OpName.words()::contains)
        .map(ours -> "it is called `" + ours + "` here")
        .or(
            () ->
                op.or(() -> Suggestion.closest(name, OpName.words()))
                    .map(ours -> "for the built-in op, write `" + ours + "`"));
  }

  /** {@code use: block}: calls what the expression names, a block or an op. */
  Wire use(StepContext context, Step.UseStep step) {
    Value value = context.evaluator().evaluate(step.block());
    return switch (value) {
      case Value.Callable(String name, StepScope.BlockTarget(Module.Found found)) ->
          enter(context, found, step.arguments());
      case Value.Callable(String name, StepScope.OpTarget(OpName op)) ->
          bodies.ops().op(context, op, step.arguments());
      case Value.Unknown u -> {
        bodies.naming().name(context);
        yield Wire.unknown();
      }
      case Value other -> {
        bodies.naming().name(context);
        context.numbers().wrongType(step.block(), "`use` names a block", other);
        yield Wire.unknown();
      }
    };
  }

  private Wire enter(StepContext context, Module.Found found, Arguments given) {
    BlockDef block = found.block();
    String name = bodies.naming().name(context);
    Span span = context.step().span();
    if (!ModifiersAmongArguments.of(block, given.given()).isEmpty()) {
      diagnostics.add(ModifiersAmongArguments.diagnostic(context.step(), block, given.given()));
      return Wire.unknown();
    }
    if (recursive(context, block, span) || !arity(context, block)) {
      return Wire.unknown();
    }
    Optional<Environment> environment = arguments.bind(context, found, given);
    if (environment.isEmpty()) {
      return Wire.unknown();
    }
    Body body = body(context, found, name, environment.get());
    List<Wire> inputs = context.inputs();
    body.level().claim("input", block.span());
    body.labels().bind("input", inputs.getFirst());
    for (int i = 0; i < block.inputs().size(); i++) {
      BlockDef.InputName input = block.inputs().get(i);
      body.level()
          .claim(input.name(), input.span())
          .filter(first -> !first.equals(block.span()))
          .ifPresent(first -> duplicate(input, first));
      body.labels().bind(input.name(), inputs.get(i));
    }
    return bodies.steps(block.body(), inputs.getFirst(), body);
  }

  private void duplicate(BlockDef.InputName input, Span first) {
    diagnostics.add(
        Diagnostic.of(
                Code.DUPLICATE_LABEL,
                input.span(),
                "two inputs have the name `" + input.name() + "`")
            .related(first, "the first"));
  }

  private Body body(StepContext context, Module.Found found, String name, Environment environment) {
    Body outer = context.body();
    Optional<String> shared = bodies.naming().sharedPath(context);
    Level level =
        shared
            .map(path -> outer.level().child(name, path))
            .orElseGet(() -> outer.level().child(name));
    Span span = context.step().span();
    String block = found.block().name();
    Frame frame = new Frame(block + ", called", detail(context, environment), span, outer.frame());
    return new Body(
        level,
        level,
        Labels.empty(),
        environment,
        frame,
        new Body.Calls(found.block(), span, outer.calls()),
        found.home(),
        outer.training(),
        outer.shared() || shared.isPresent(),
        outer.depth() + 1);
  }

  /** What tells this call from others: its label and the values of its params. */
  private static String detail(StepContext context, Environment environment) {
    String label =
        Optional.ofNullable(context.modifiers().label())
            .flatMap(l -> l.fill(context.evaluator()))
            .orElse("");
    String params =
        environment.own().entrySet().stream()
            .limit(4)
            .map(e -> e.getKey() + " = " + shown(e.getValue().value()))
            .collect(Collectors.joining(", "));
    return label + (label.isEmpty() || params.isEmpty() ? "" : ": ") + params;
  }

  /** Kept for each call, so it is short. */
  private static String shown(Value value) {
    String text = value.weight() > MAX_WEIGHT ? value.type() : value.show();
    return text.length() > MAX_LETTERS ? text.substring(0, MAX_LETTERS) + "…" : text;
  }

  private boolean recursive(StepContext context, BlockDef block, Span span) {
    Body.Calls calls = context.body().calls();
    if (calls == null || !calls.contains(block)) {
      return false;
    }
    List<String> cycle = new ArrayList<>(List.of(block.name()));
    List<Label> places = new ArrayList<>();
    for (Body.Calls c = calls; c != null; c = c.outer()) {
      cycle.addFirst(c.block().name());
      if (c.block() == block) {
        break;
      }
      places.add(new Label(c.at(), "calls " + c.block().name()));
    }
    diagnostics.add(
        Diagnostic.of(
                Code.RECURSIVE_BLOCK,
                span,
                "the block `" + block.name() + "` contains itself: " + String.join(" > ", cycle))
            .related(places)
            .help("a block cannot call itself; `repeat` and `dense` repeat steps"));
    return true;
  }

  private boolean arity(StepContext context, BlockDef block) {
    int takes = Math.max(1, block.inputs().size());
    int given = context.inputs().size();
    if (takes == given) {
      return true;
    }
    String names =
        block.inputs().stream().map(BlockDef.InputName::name).collect(Collectors.joining(", "));
    diagnostics.add(
        Diagnostic.of(
                Code.WRONG_ARITY,
                context.step().span(),
                block.name()
                    + " takes "
                    + count(takes)
                    + ", and here "
                    + (given == 1 ? "is one" : "are " + given))
            .related(block.span(), "defined here")
            .help(
                takes == 1
                    ? "join them first, with `- concat: [a, b]`"
                    : "name them with `from: [" + names + "]`"));
    return false;
  }

  private static String count(int inputs) {
    return inputs == 1 ? "one input" : inputs + " inputs";
  }
}
