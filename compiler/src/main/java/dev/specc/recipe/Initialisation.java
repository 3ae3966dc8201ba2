package dev.specc.recipe;

/**
 * How weights start, by kind of layer. Norms start as the identity.
 *
 * @param conv the weights of conv, separable_conv and conv_transpose
 * @param linear the weights of linear
 * @param bias the biases of all of them
 * @param zeroGamma whether the last norm of each residual body starts at zero, so that the body
 *     starts as nothing (Goyal et al. 2017, section 5.1)
 */
public record Initialisation(Rule conv, Rule linear, Rule bias, boolean zeroGamma) {
  /** One rule; fans are counted as torch.nn.init counts them. */
  public sealed interface Rule {
    /** PyTorch's own default for the layer: U(-1 / sqrt(fan in), 1 / sqrt(fan in)). */
    record PyTorch() implements Rule {}

    /** Glorot and Bengio 2010: torch.nn.init.xavier_uniform_ or xavier_normal_. */
    record Xavier(boolean normal) implements Rule {}

    /** He et al. 2015, for ReLU: kaiming_uniform_ or kaiming_normal_. */
    record Kaiming(boolean fanOut, boolean normal) implements Rule {}

    /** N(0, std^2). */
    record Normal(double std) implements Rule {
      public Normal {
        Require.that(std > 0, "a std is above 0");
      }
    }

    record Constant(double value) implements Rule {}
  }
}
