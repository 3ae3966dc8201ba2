package dev.specc.mutation;

import dev.specc.diagnostic.Code;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.blocks.LoneOp;
import dev.specc.op.Inference;
import dev.specc.op.Input;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks libtorch whether nets run. A net runs where each of its ops runs on the shapes that libtorch
 * gave the results before it, so each op is run by itself, and only once for the same shapes.
 */
final class Libtorch {
  /** More than one example: batch norm takes no single one of 1x1. */
  private static final long BATCH = 2;

  /** An op that needs more bytes is taken at the compiler's word: that is no matter of shapes. */
  private static final double MEMORY = 4e9;

  private record Question(Op op, List<Shape> inputs) {}

  private final long largest;
  private final Map<Question, LoneOp.Outcome> answers = new HashMap<>();

  /**
   * @param largest above this many multiply-accumulates an op that the compiler accepts is not run,
   *     and taken at the compiler's word
   */
  Libtorch(long largest) {
    this.largest = largest;
  }

  /** Its message where an op fails on these shapes. */
  Optional<String> refuses(Op op, List<Shape> inputs) {
    return switch (run(op, inputs)) {
      case LoneOp.Outcome.Runs runs -> Optional.empty();
      case LoneOp.Outcome.Fails fails -> Optional.of(fails.message());
    };
  }

  /** Its message where a net does not run, or the difference where a shape is not the graph's. */
  Optional<String> refuses(Graph graph) {
    List<Shape> outputs = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Input input) {
        outputs.add(input.shape());
        continue;
      }
      switch (run(node.op(), node.inputs().stream().map(outputs::get).toList())) {
        case LoneOp.Outcome.Fails fails -> {
          return Optional.of(fails.message());
        }
        case LoneOp.Outcome.Runs(List<Long> shape) -> {
          if (!shape.equals(node.output().dims())) {
            return Optional.of(node.path() + " gives " + shape + ", not " + node.output());
          }
          outputs.add(new Shape(shape));
        }
      }
    }
    return Optional.empty();
  }

  private LoneOp.Outcome run(Op op, List<Shape> inputs) {
    return answers.computeIfAbsent(new Question(op, inputs), this::answer);
  }

  private LoneOp.Outcome answer(Question question) {
    Inference inferred = inferred(question);
    boolean large =
        inferred instanceof Inference.Output(Shape output)
            && question.op.macs(question.inputs, output) > largest;
    if (inferred instanceof Inference.Output(Shape output)
        && (large || bytes(question, output) > MEMORY)) {
      return new LoneOp.Outcome.Runs(output.dims());
    }
    return bytes(question, question.inputs.getFirst()) > MEMORY
        ? new LoneOp.Outcome.Runs(List.of()) // too large is no mistake in shapes
        : LoneOp.run(question.op, question.inputs, BATCH);
  }

  private static Inference inferred(Question question) {
    try {
      return question.op.infer(question.inputs);
    } catch (ArithmeticException overflow) {
      return Inference.failure(Code.TOO_LARGE, overflow.toString());
    }
  }

  private static double bytes(Question question, Shape output) {
    double parameters =
        question.op.parameters(question.inputs).stream()
            .mapToDouble(p -> p.dims().stream().mapToDouble(d -> d).reduce(1, (a, b) -> a * b))
            .sum();
    double values = question.inputs.stream().mapToDouble(Shape::elements).sum();
    return Float.BYTES * (parameters + BATCH * (values + output.elements()));
  }
}
