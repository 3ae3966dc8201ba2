package dev.specc.lower.script;

import ai.djl.Device;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.memory.MemoryFormat;
import dev.specc.memory.Processor;
import dev.specc.op.Conv;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;

/**
 * What is decided when a graph is compiled, and then stands in its script.
 *
 * @param format of weights and values in memory
 * @param precision of products of matrices, and of what follows from them: {@link
 *     dev.specc.precision.OpPrecision}
 * @param processor of the device
 * @param batch examples in a step; it takes others, too, and is slower then
 */
public record ScriptOptions(
    MemoryFormat format, Precision precision, Processor processor, long batch) {
  /** For a CPU and small batches. */
  public ScriptOptions(MemoryFormat format, Precision precision) {
    this(format, precision, Processor.CPU, 1);
  }

  /**
   * The fastest layout for this precision on a device.
   *
   * @param batch examples in a step
   */
  public static ScriptOptions preferred(
      Graph graph, long batch, Device device, Precision precision) {
    Processor processor = processor(device);
    MemoryFormat format = MemoryFormat.preferred(graph, batch, processor, precision);
    return new ScriptOptions(format, precision, processor, batch);
  }

  /**
   * The fastest layout for inference: on a CPU channels last, whose one drawback for training is
   * the gradient; on a GPU as for training.
   */
  public static ScriptOptions inference(Device device, Precision precision) {
    boolean plain = device.isGpu() && precision == Precision.FLOAT32;
    MemoryFormat format = plain ? MemoryFormat.CONTIGUOUS : MemoryFormat.CHANNELS_LAST;
    return new ScriptOptions(format, precision, processor(device), 1);
  }

  /** The same on this device. */
  ScriptOptions on(Device device) {
    return new ScriptOptions(format, precision, processor(device), batch);
  }

  private static Processor processor(Device device) {
    return device.isGpu() ? Processor.GPU : Processor.CPU;
  }

  /** This layout, and nothing rounded. */
  public static ScriptOptions float32(MemoryFormat format) {
    return new ScriptOptions(format, Precision.FLOAT32);
  }

  /**
   * Contiguous arrays for a graph with a convolution that oneDNN computes wrongly with channels
   * last: of one channel, where the stride is larger to the right than down and the result has one
   * column. Seen in libtorch 2.7.1 and 2.13.
   */
  ScriptOptions rightFor(Graph graph) {
    boolean wrong = graph.nodes().stream().anyMatch(node -> isWrong(graph, node));
    return wrong ? new ScriptOptions(MemoryFormat.CONTIGUOUS, precision, processor, batch) : this;
  }

  private static boolean isWrong(Graph graph, Node node) {
    return node.op() instanceof Conv conv
        && graph.inputShapes(node).getFirst().channels() == 1
        && conv.window().stride().width() > conv.window().stride().height();
  }

  /** A value in the order of the net's arrays, copied where it lies otherwise. */
  String dense(String value, Shape shape) {
    return shape.isMap()
        ? "torch.contiguous(%s, memory_format=%d)".formatted(value, code(format))
        : "torch.contiguous(%s)".formatted(value);
  }

  /** A value in another type. */
  static String cast(String value, Precision type) {
    return "torch.to(%s, %d, False, False, None)".formatted(value, code(type));
  }

  /** What stands for a layout in TorchScript: c10::MemoryFormat. */
  static int code(MemoryFormat format) {
    return switch (format) {
      case CONTIGUOUS -> 0;
      case CHANNELS_LAST -> 2;
    };
  }

  /** What stands for a type in TorchScript: c10::ScalarType. */
  static int code(Precision type) {
    return switch (type) {
      case FP16 -> 5;
      case FLOAT32 -> 6;
      case BF16 -> 15;
    };
  }
}
