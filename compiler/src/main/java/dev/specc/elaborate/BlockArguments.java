package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.Arguments;
import dev.specc.decode.BlockDef;
import dev.specc.decode.Module;
import dev.specc.decode.Param;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Suggestion;
import dev.specc.elaborate.Environment.Binding;
import dev.specc.expression.Evaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives a block's params their values: those of the call, or the defaults. */
final class BlockArguments {
  private static final int MAX_SHOWN = 20;

  private final Diagnostics diagnostics;
  private final FileEnvironments files;
  private final GraphBuilder builder;

  BlockArguments(Diagnostics diagnostics, FileEnvironments files, GraphBuilder builder) {
    this.diagnostics = diagnostics;
    this.files = files;
    this.builder = builder;
  }

  /** The block's params; empty, and reported, where one is unknown or missing. */
  Optional<Environment> bind(StepContext context, Module.Found found, Arguments arguments) {
    BlockDef block = found.block();
    List<Argument> given = arguments.given();
    boolean known = known(context, block, given);
    Environment environment = new Environment(files.of(found.home()));
    environment.announce(block.params());
    List<Param> missing = new ArrayList<>();
    StepScope scope = new StepScope(environment, context.input(), found.home());
    Evaluator defaults = new Evaluator(scope, diagnostics, builder.budget());
    Map<String, Argument> byName = new HashMap<>();
    given.forEach(argument -> byName.putIfAbsent(argument.name(), argument));
    for (Param param : block.params()) {
      builder.tick(context.step().span());
      Optional<Argument> argument = Optional.ofNullable(byName.get(param.name()));
      if (argument.isPresent()) {
        environment.bind(param.name(), given(context, argument.get()));
      } else if (param.value() != null) {
        environment.bind(
            param.name(),
            new Binding(
                defaults.evaluateGiven(param.value()),
                param.span(),
                param.value(),
                environment,
                new Environment.Call(context.step().span(), given)));
      } else {
        missing.add(param);
      }
    }
    if (known && arguments.complete() && !missing.isEmpty()) {
      diagnostics.add(missingParams(context, block, missing, given.isEmpty()));
    }
    return known && missing.isEmpty() ? Optional.of(environment) : Optional.empty();
  }

  private static Binding given(StepContext context, Argument argument) {
    return new Binding(
        context.evaluator().evaluateGiven(argument.value()),
        argument.nameSpan(),
        argument.value(),
        context.body().environment());
  }

  /** Whether the block has all the params that the call gives; those it lacks are reported. */
  private boolean known(StepContext context, BlockDef block, List<Argument> given) {
    if (given.isEmpty()) {
      return true;
    }
    Set<String> names = block.params().stream().map(Param::name).collect(Collectors.toSet());
    boolean known = true;
    for (Argument argument : given) {
      builder.tick(argument.nameSpan());
      if (!names.contains(argument.name())) {
        diagnostics.add(unknownParam(block, argument));
        context.evaluator().evaluate(argument.value());
        known = false;
      }
    }
    return known;
  }

  private static Diagnostic unknownParam(BlockDef block, Argument argument) {
    List<String> names = block.params().stream().map(Param::name).toList();
    Diagnostic diagnostic =
        Diagnostic.of(
                Code.UNKNOWN_PARAM,
                argument.nameSpan(),
                block.name() + " has no param `" + argument.name() + "`")
            .related(Param.list(block.params()).orElse(block.span()), "defined here");
    return Suggestion.question(argument.name(), names)
        .map(diagnostic::help)
        .orElseGet(
            () ->
                diagnostic.help(
                    names.isEmpty() ? "it has no params" : "its params: " + Suggestion.all(names)));
  }

  private static Diagnostic missingParams(
      StepContext context, BlockDef block, List<Param> missing, boolean all) {
    int more = missing.size() - MAX_SHOWN;
    List<Param> shown = missing.subList(0, Math.min(missing.size(), MAX_SHOWN));
    String names =
        shown.stream().map(p -> "`" + p.name() + "`").collect(Collectors.joining(" and "))
            + (more > 0 ? " and " + more + " more" : "");
    String template = shown.stream().map(p -> p.name() + ": ...").collect(Collectors.joining(", "));
    boolean used = context.step() instanceof Step.UseStep;
    return Diagnostic.of(
            Code.MISSING_PARAM, context.step().span(), block.name() + " needs a value for " + names)
        .related(shown.stream().map(p -> new Label(p.span(), "it has no default")).toList())
        .help(
            used
                ? "give it below: `with: {" + template + "}`"
                : all
                    ? "write `" + block.name() + ": {" + template + "}`"
                    : "add `" + template + "`");
  }
}
