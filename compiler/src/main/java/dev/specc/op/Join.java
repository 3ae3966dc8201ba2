package dev.specc.op;

import dev.specc.diagnostic.Code;
import java.util.List;

/** Ops that make one tensor of two or more. */
public sealed interface Join extends Op {
  @Override
  default int arity() {
    return -1;
  }

  /** Channels one after the other; height and width must be equal: {@code torch.cat(dim=1)}. */
  record Concat() implements Join {
    @Override
    public String name() {
      return "concat";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape first = inputs.getFirst();
      long channels = 0;
      for (Shape input : inputs) {
        if (input.rank() != first.rank() || !input.sameSize(first)) {
          return Inference.failure(
              Code.CONCAT_MISMATCH,
              "concat needs equal height and width, and these differ: " + listed(inputs));
        }
        channels = Math.addExact(channels, input.channels());
      }
      return Inference.output(first.withChannels(channels));
    }
  }

  /** The sum; shapes must be equal, nothing is broadcast. */
  record Add() implements Join {
    @Override
    public String name() {
      return "add";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape first = inputs.getFirst();
      return inputs.stream().allMatch(first::equals)
          ? Inference.output(first)
          : Inference.failure(
              Code.ADD_MISMATCH, "add needs equal shapes, and these differ: " + listed(inputs));
    }
  }

  /** The product; shapes must be equal, but for gates of [C, 1, 1]. */
  record Multiply() implements Join {
    @Override
    public String name() {
      return "multiply";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape full = inputs.stream().filter(s -> !isGate(s)).findFirst().orElse(inputs.getFirst());
      for (Shape input : inputs) {
        boolean gates = isGate(input) && full.isMap() && input.channels() == full.channels();
        if (!input.equals(full) && !gates) {
          return Inference.failure(
              Code.MULTIPLY_MISMATCH,
              "multiply needs equal shapes or gates of [C, 1, 1], and here are " + listed(inputs));
        }
      }
      return Inference.output(full);
    }

    private static boolean isGate(Shape shape) {
      return shape.isMap() && shape.height() == 1 && shape.width() == 1;
    }
  }

  private static String listed(List<Shape> shapes) {
    return String.join(", ", shapes.stream().map(Shape::times).toList());
  }
}
