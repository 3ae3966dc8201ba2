package dev.specc.op;

import java.util.List;

/** What the net is given: the source of a graph. */
public record Input(Shape shape) implements Op {
  @Override
  public String name() {
    return "input";
  }

  @Override
  public int arity() {
    return 0;
  }

  @Override
  public Inference infer(List<Shape> inputs) {
    return Inference.output(shape);
  }
}
