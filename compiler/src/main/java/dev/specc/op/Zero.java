package dev.specc.op;

import java.util.List;

/** Zeros in the shape of its input, through which no gradient flows: {@code zeros_like(x)}. */
public record Zero() implements Op {
  @Override
  public String name() {
    return "zero";
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    return Inference.output(inputs.getFirst());
  }
}
