package dev.specc.lower.script;

import ai.djl.Device;
import dev.specc.precision.Precision;

/**
 * How arrays of four axes lie in memory; their shapes are the same. torch.memory_format has the
 * names.
 */
public enum MemoryFormat {
  /** Width innermost: the memory of [N, C, H, W]. */
  CONTIGUOUS(0),
  /** Channels innermost, as vectorised convolutions want them. */
  CHANNELS_LAST(2);

  private final int code;

  MemoryFormat(int code) {
    this.code = code;
  }

  /**
   * The faster one for training. On a CPU, channels last took 0.77 to 0.95 of the time of
   * contiguous arrays on the nets of benchmarks/performance.sh. On a GPU, low precision runs on
   * tensor cores, which take channels last and would have each array rearranged; for float32
   * PyTorch's own default is kept. Neither was measured here.
   */
  static MemoryFormat preferredOn(Device device, Precision precision) {
    return device.isGpu() && precision == Precision.FLOAT32 ? CONTIGUOUS : CHANNELS_LAST;
  }

  /** What stands for it in TorchScript. */
  int code() {
    return code;
  }
}
