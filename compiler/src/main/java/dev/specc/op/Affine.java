package dev.specc.op;

import java.util.List;

/** A constant scale and shift of every element: {@code x * scale + shift}. */
public record Affine(double scale, double shift) implements Op {
  @Override
  public String name() {
    return "affine";
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    return Inference.output(inputs.getFirst());
  }
}
