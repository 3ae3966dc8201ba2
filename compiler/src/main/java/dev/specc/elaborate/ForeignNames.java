package dev.specc.elaborate;

import dev.specc.op.OpName;
import java.util.Locale;
import java.util.Optional;

/** Ops by the names of PyTorch's and Keras' layers, which look like block names. */
final class ForeignNames {
  private ForeignNames() {}

  /** The op that a name like {@code Conv2d} or {@code ReLU} means. */
  static Optional<String> op(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.replace("2d", "").replace("1d", "").replace("_", "");
    Optional<String> op =
        OpName.words().stream().filter(w -> w.replace("_", "").equals(plain)).findFirst();
    return op.or(
        () ->
            switch (plain) {
              case "dense", "fc" -> Optional.of("linear");
              case "batchnormalization", "bn" -> Optional.of("batch_norm");
              case "maxpooling" -> Optional.of("max_pool");
              case "averagepooling", "avgpooling" -> Optional.of("avg_pool");
              case "convolution" -> Optional.of("conv");
              default -> Optional.empty();
            });
  }
}
