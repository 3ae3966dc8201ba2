package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.Module;
import dev.specc.decode.Param;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.Environment.Binding;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.expression.Value;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The params of each file that is part of a compilation, evaluated once. */
final class FileEnvironments {
  private final Map<Module, Environment> environments = new IdentityHashMap<>();
  private final Diagnostics diagnostics;
  private final GraphBuilder builder;

  FileEnvironments(Diagnostics diagnostics, GraphBuilder builder) {
    this.builder = builder;
    this.diagnostics = diagnostics;
  }

  /**
   * The params of the file that is being compiled.
   *
   * @param arguments their values before the defaults; of two for one param the later one
   */
  Environment compiled(Module module, List<Argument> arguments) {
    Environment environment = announced(module);
    Map<String, Argument> given = new HashMap<>();
    arguments.forEach(argument -> given.put(argument.name(), argument));
    for (Param param : module.spec().params()) {
      builder.tick(param.span());
      Argument argument = given.remove(param.name());
      if (argument == null) {
        String help = "give it a default, set it in the variant, or use `--set %s=...`";
        bindDefault(param, environment, module, "", help.formatted(param.name()));
      } else {
        Value value = evaluator(environment, module).evaluateGiven(argument.value());
        environment.bind(
            param.name(), new Binding(value, argument.nameSpan(), argument.value(), environment));
      }
    }
    for (Argument unknown : given.values()) {
      diagnostics.add(UnknownParam.of(module.spec(), unknown));
      environment.bind(
          unknown.name(), new Binding(Value.unknown(), unknown.nameSpan(), null, null));
    }
    return environment;
  }

  /** The params of a file; those of an imported one have their defaults. */
  Environment of(Module module) {
    Environment known = environments.get(module);
    if (known != null) {
      return known;
    }
    Environment environment = announced(module);
    for (Param param : module.spec().params()) {
      builder.tick(param.span());
      String help = "give it a default, or make it a param of the blocks that use it";
      bindDefault(param, environment, module, " of an imported file", help);
    }
    return environment;
  }

  private Environment announced(Module module) {
    Environment environment = new Environment(null);
    environments.put(module, environment);
    environment.announce(module.spec().params());
    return environment;
  }

  /**
   * Binds a param that nobody gives a value.
   *
   * @param of says in messages whose it is
   * @param help what to do where it has no default
   */
  private void bindDefault(
      Param param, Environment environment, Module module, String of, String help) {
    Expr written = param.value();
    Value value = Value.unknown();
    if (written == null) {
      String message = "the param `" + param.name() + "`" + of + " has no value";
      diagnostics.add(Diagnostic.of(Code.MISSING_PARAM, param.span(), message).help(help));
    } else {
      value = evaluator(environment, module).evaluateGiven(written);
    }
    environment.bind(param.name(), new Binding(value, param.span(), written, environment));
  }

  /** Evaluates what stands in a file outside of its steps. */
  Evaluator evaluator(Environment environment, Module module) {
    return new Evaluator(new FileScope(environment, module), diagnostics, builder.budget());
  }
}
