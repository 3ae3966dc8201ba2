package dev.specc.op;

import dev.specc.op.ParameterSpec.Kind;
import java.util.List;

/**
 * A learned scale for each channel (Touvron et al. 2021, CaiT, section 2).
 *
 * @param init what every scale starts at
 */
public record LayerScale(double init) implements Op {
  @Override
  public String name() {
    return "layer_scale";
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    return Ranks.mapOrVector(name(), inputs);
  }

  /**
   * Named as the layer itself: [C, 1, 1] for feature maps, so that it broadcasts as it is; [F] for
   * vectors.
   */
  @Override
  public List<ParameterSpec> parameters(List<Shape> inputs) {
    Shape input = inputs.getFirst();
    return List.of(
        input.isMap()
            ? ParameterSpec.of("", Kind.SCALE, input.channels(), 1, 1)
            : ParameterSpec.of("", Kind.SCALE, input.channels()));
  }
}
