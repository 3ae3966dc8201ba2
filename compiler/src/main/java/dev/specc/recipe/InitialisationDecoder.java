package dev.specc.recipe;

import dev.specc.recipe.Fields.Choice;
import dev.specc.recipe.Initialisation.Rule;

/** Decodes the rules by which weights start. */
final class InitialisationDecoder {
  private InitialisationDecoder() {}

  static Rule rule(Choice rule) {
    Fields options = rule.options();
    return switch (rule.word()) {
      case "xavier" -> new Rule.Xavier(options.word("distribution", "uniform").equals("normal"));
      case "kaiming" ->
          new Rule.Kaiming(
              options.word("mode", "fan_in").equals("fan_out"),
              options.word("distribution", "normal").equals("normal"));
      case "normal" -> new Rule.Normal(rule.number());
      case "constant" -> new Rule.Constant(rule.number());
      case "zero" -> new Rule.Constant(0);
      default -> new Rule.PyTorch();
    };
  }
}
