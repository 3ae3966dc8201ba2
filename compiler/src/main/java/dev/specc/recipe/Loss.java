package dev.specc.recipe;

/** What training makes small. Auxiliary heads add theirs with the weights that the spec gives. */
public sealed interface Loss {
  double labelSmoothing();

  /**
   * The mean cross-entropy of a batch.
   *
   * @param labelSmoothing in [0, 1): so much of each target is spread evenly over all classes
   *     (Szegedy et al. 2016, section 7), as torch.nn.CrossEntropyLoss does
   */
  record CrossEntropy(double labelSmoothing) implements Loss {
    public CrossEntropy {
      requireSmoothing(labelSmoothing);
    }
  }

  /**
   * Hinton, Vinyals and Dean 2015: {@code alpha * T^2 * KL(teacher at T || student at T) + (1 -
   * alpha) * cross-entropy}.
   *
   * @param teacher the argument that names the teacher's spec, with its variant
   * @param weights the teacher's weights file
   * @param temperature T, above 0
   * @param alpha the share of the teacher, in [0, 1]
   */
  record Distillation(
      String teacher, String weights, double temperature, double alpha, double labelSmoothing)
      implements Loss {
    public Distillation {
      Require.that(temperature > 0, "a temperature is above 0");
      Require.that(alpha >= 0 && alpha <= 1, "alpha is in [0, 1]");
      requireSmoothing(labelSmoothing);
    }
  }

  private static void requireSmoothing(double smoothing) {
    Require.that(smoothing >= 0 && smoothing < 1, "label smoothing is in [0, 1)");
  }
}
