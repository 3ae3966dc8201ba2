package dev.specc.recipe;

import dev.specc.recipe.Fields.Choice;
import dev.specc.recipe.Optimizer.Decay;
import java.util.List;

/** Decodes optimizers; the defaults are those of torch.optim. */
final class OptimizerDecoder {
  private static final List<Double> BETAS = List.of(0.9, 0.999);

  private OptimizerDecoder() {}

  static Optimizer decode(Choice optimizer) {
    Fields options = optimizer.options();
    return switch (optimizer.word()) {
      case "sgd" ->
          new Optimizer.Sgd(
              options.number("momentum", 0),
              options.flag("nesterov", false),
              decay(options, 0, options.flag("decoupled", false)));
      case "rmsprop" ->
          new Optimizer.RmsProp(
              options.number("alpha", 0.99),
              options.number("eps", 1e-8),
              options.number("momentum", 0),
              options.flag("centered", false),
              decay(options, 0, options.flag("decoupled", false)));
      case "adamw" -> adam(options, decay(options, 0.01, true));
      default -> adam(options, decay(options, 0, false));
    };
  }

  private static Optimizer adam(Fields options, Decay decay) {
    List<Double> betas = options.numbers("betas", BETAS);
    return new Optimizer.Adam(
        betas.getFirst(), betas.getLast(), options.number("eps", 1e-8), decay);
  }

  private static Decay decay(Fields options, double weight, boolean decoupled) {
    return new Decay(
        options.number("weight_decay", weight),
        decoupled,
        options.flag("decay_biases_and_norms", true),
        options.number("l1", 0));
  }

  /** The learning rate where a recipe gives none. */
  static double rate(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd -> 0.1;
      case Optimizer.Adam adam -> adam.decay().decoupled() ? 0.001 : 0.003;
      case Optimizer.RmsProp rmsProp -> 0.01;
    };
  }
}
