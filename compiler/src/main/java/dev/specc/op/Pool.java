package dev.specc.op;

import dev.specc.diagnostic.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ops that summarise windows of a feature map, channel by channel. */
public sealed interface Pool extends Op {
  /** The largest of each window: torch.nn.MaxPool2d. Padding counts as minus infinity. */
  record MaxPool(Window window) implements Pool {
    @Override
    public String name() {
      return "max_pool";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return inferWindow(name(), window, inputs);
    }
  }

  /**
   * The mean of each window: torch.nn.AvgPool2d.
   *
   * @param countIncludePad whether the zeros of the padding count in the mean
   */
  record AvgPool(Window window, boolean countIncludePad) implements Pool {
    @Override
    public String name() {
      return "avg_pool";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return inferWindow(name(), window, inputs);
    }
  }

  /** The mean of windows laid out so that the output has this size: AdaptiveAvgPool2d. */
  record AdaptiveAvgPool(Pair out) implements Pool {
    @Override
    public String name() {
      return "adaptive_avg_pool";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return inferAdaptive(name(), out, inputs);
    }
  }

  /** The largest of windows laid out so that the output has this size: AdaptiveMaxPool2d. */
  record AdaptiveMaxPool(Pair out) implements Pool {
    @Override
    public String name() {
      return "adaptive_max_pool";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return inferAdaptive(name(), out, inputs);
    }
  }

  /** The mean over height and width: [C, H, W] to [C, 1, 1]. */
  record GlobalAvgPool() implements Pool {
    @Override
    public String name() {
      return "global_avg_pool";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return inferAdaptive(name(), Pair.both(1), inputs);
    }
  }

  /** The largest over height and width: [C, H, W] to [C, 1, 1]. */
  record GlobalMaxPool() implements Pool {
    @Override
    public String name() {
      return "global_max_pool";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return inferAdaptive(name(), Pair.both(1), inputs);
    }
  }

  private static Inference inferAdaptive(String op, Pair out, List<Shape> inputs) {
    return Ranks.map(
        op, inputs, input -> Inference.output(input.channels(), out.height(), out.width()));
  }

  private static Inference inferWindow(String op, Window window, List<Shape> inputs) {
    return Ranks.map(
        op,
        inputs,
        input -> {
          Inference padding = paddingFits(op, window);
          return padding != null ? padding : seen(op, window, input);
        });
  }

  /** The largest of no pixel is minus infinity, which PyTorch gives and no net can use. */
  private static Inference seen(String op, Window window, Shape input) {
    Inference slid = window.slide(input, input.channels());
    if (!(slid instanceof Inference.Output(Shape output)) || !window.stepsOver(input, output)) {
      return slid;
    }
    return Inference.failure(
        Code.PADDING_TOO_LARGE,
        "%s with dilation %s steps over the whole %s input: a window of it sees only padding"
            .formatted(op, window.dilation().shortest(), input.size()),
        "dilation",
        "use a dilation of at most the input's size, or no padding");
  }

  /** PyTorch refuses a padding of more than half the window (half its reach, for a max pool). */
  private static @Nullable Inference paddingFits(String op, Window window) {
    if (!(window.padding() instanceof Padding.Explicit explicit)) {
      return null;
    }
    long rows = window.reach().height() / 2;
    long columns = window.reach().width() / 2;
    Pair padding = explicit.pair();
    if (padding.height() <= rows && padding.width() <= columns) {
      return null;
    }
    return Inference.failure(
        Code.PADDING_TOO_LARGE,
        op
            + " with padding "
            + padding.shortest()
            + " and kernel "
            + window.kernel().shortest()
            + ": the padding may be at most half the kernel ("
            + new Pair(rows, columns).shortest()
            + ")",
        "padding");
  }
}
