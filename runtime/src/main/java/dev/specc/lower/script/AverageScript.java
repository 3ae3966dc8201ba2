package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * An exponential moving average of weights, kept in one native call a step as
 * torch.optim.swa_utils.get_ema_multi_avg_fn does: average += (1 - decay) * (value - average).
 */
public final class AverageScript implements AutoCloseable {
  private static final String SOURCE =
      """
      class Average(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def average(self: __torch__.Average,
            averages: List[Tensor],
            values: List[Tensor],
            decay: float) -> NoneType:
          torch.set_grad_enabled(False)
          torch._foreach_lerp_(averages, values, torch.sub(1., decay))
          return None
      """;

  private final LoadedScript script = LoadedScript.stateless(SOURCE, "Average");
  private final IValue averages;
  private final IValue values;

  /**
   * @param averages float32 arrays that change; usually copies of the values at the start
   * @param values of the same shapes and device, in the same order
   */
  public AverageScript(List<? extends NDArray> averages, List<? extends NDArray> values) {
    this.averages = UpdateState.list(averages);
    this.values = UpdateState.list(values);
  }

  /**
   * Moves the averages towards what the values are now.
   *
   * @param decay the old average's share in the new one
   */
  public void apply(double decay) {
    try (IValue share = IValue.from(decay)) {
      script.run("average", averages, values, share).close();
    }
  }

  @Override
  public void close() {
    averages.close();
    values.close();
    script.close();
  }
}
