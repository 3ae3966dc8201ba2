package dev.specc.elaborate;

import dev.specc.decode.Argument;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gives a block's params their values: those of the call, or the defaults. */
final class BlockArguments {
  private final Diagnostics diagnostics;
  private final FileEnvironments files;

  BlockArguments(Diagnostics diagnostics, FileEnvironments files) {
    this.diagnostics = diagnostics;
    this.files = files;
  }

  /** The block's params; empty, and reported, where one is unknown or missing. */
  Optional<Environment> bind(StepContext context, Module.Found found, List<Argument> given) {
    BlockDef block = found.block();
    boolean known = known(context, block, given);
    Environment environment = new Environment(files.of(found.home()));
    environment.announce(block.params());
    List<Param> missing = new ArrayList<>();
    StepScope scope = new StepScope(environment, context.input(), found.home());
    Evaluator defaults = new Evaluator(scope, diagnostics);
    for (Param param : block.params()) {
      Optional<Argument> argument = argument(given, param.name());
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
    if (known && !missing.isEmpty()) {
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

  private static Optional<Argument> argument(List<Argument> given, String name) {
    return given.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  /** Whether the block has all the params that the call gives; those it lacks are reported. */
  private boolean known(StepContext context, BlockDef block, List<Argument> given) {
    boolean known = true;
    for (Argument argument : given) {
      if (block.params().stream().noneMatch(p -> p.name().equals(argument.name()))) {
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
                    names.isEmpty()
                        ? "it has no params"
                        : "its params: " + String.join(", ", names)));
  }

  private static Diagnostic missingParams(
      StepContext context, BlockDef block, List<Param> missing, boolean all) {
    String names =
        missing.stream().map(p -> "`" + p.name() + "`").collect(Collectors.joining(" and "));
    String template =
        missing.stream().map(p -> p.name() + ": ...").collect(Collectors.joining(", "));
    boolean used = context.step() instanceof Step.UseStep;
    return Diagnostic.of(
            Code.MISSING_PARAM, context.step().span(), block.name() + " needs a value for " + names)
        .related(missing.stream().map(p -> new Label(p.span(), "it has no default")).toList())
        .help(
            used
                ? "give it below: `with: {" + template + "}`"
                : all
                    ? "write `" + block.name() + ": {" + template + "}`"
                    : "add `" + template + "`");
  }
}
