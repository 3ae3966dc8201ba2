package dev.specc.elaborate;

import dev.specc.decode.Module;
import dev.specc.decode.Param;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Value;
import java.util.IdentityHashMap;
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

  /** Sets the params of the file that is being compiled. */
  void put(Module module, Environment environment) {
    environments.put(module, environment);
  }

  /** The params of a file; those of an imported one have their defaults. */
  Environment of(Module module) {
    Environment known = environments.get(module);
    if (known != null) {
      return known;
    }
    Environment environment = new Environment(null);
    environments.put(module, environment);
    environment.announce(module.spec().params());
    for (Param param : module.spec().params()) {
      builder.tick(param.span());
      bindDefault(param, environment, module);
    }
    return environment;
  }

  private void bindDefault(Param param, Environment environment, Module module) {
    var written = param.value();
    Value value =
        written == null ? missing(param) : evaluator(environment, module).evaluateGiven(written);
    environment.bind(
        param.name(), new Environment.Binding(value, param.span(), written, environment));
  }

  /** Evaluates what stands in a file outside of its steps. */
  Evaluator evaluator(Environment environment, Module module) {
    return new Evaluator(new FileScope(environment, module), diagnostics, builder.budget());
  }

  private Value missing(Param param) {
    diagnostics.add(
        Diagnostic.of(
                Code.MISSING_PARAM,
                param.span(),
                "the param `" + param.name() + "` of an imported file has no value")
            .help("give it a default, or make it a param of the blocks that use it"));
    return Value.unknown();
  }
}
