package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.op.OpName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mistakes of language, made on purpose: the compiler shall find each. */
final class Slips {
  private final Draw draw;
  private final Set<Code> slips;
  private final BodyDraw bodies;

  Slips(Draw draw, Set<Code> slips, BodyDraw bodies) {
    this.draw = draw;
    this.slips = slips;
    this.bodies = bodies;
  }

  /** A step that is wrong whatever arrives. */
  Step step(Scope scope) {
    Step relu = BodyDraw.plain(OpName.RELU);
    Step.Modifiers none = Step.Modifiers.NONE;
    return switch (draw.below(13)) {
      case 0 -> slip(relu.with(none.withFrom(List.of("nowhere"))), Code.UNKNOWN_LABEL);
      case 1 -> slip(linear("nothing + 1"), Code.UNKNOWN_NAME);
      case 2 -> slip(linear("5 / 2"), Code.NOT_WHOLE);
      case 3 -> slip(linear("1 // 0"), Code.EXPRESSION_VALUE);
      case 4 -> slip(linear("3 - 4"), Code.OUT_OF_RANGE);
      case 5 -> slip(linear("true and false"), Code.EXPRESSION_TYPE);
      case 6 -> slip(linear("(3"), Code.EXPRESSION_SYNTAX);
      case 7 ->
          slip(new Step.Sequence(List.of(relu), none.withShare("both")), Code.MISPLACED_MODIFIER);
      case 8 ->
          slip(
              slip(relu.with(none.withFrom(List.of(label(scope), label(scope)))), Code.WRONG_ARITY),
              Code.UNKNOWN_LABEL); // it may stand before the label
      case 9 -> slip(new Step.Call("Nothing", Map.of(), none), Code.UNKNOWN_BLOCK);
      case 10 ->
          slip(
              new Step.Sequence(
                  List.of(relu.with(none.withAs("twice")), relu.with(none.withAs("twice"))), none),
              Code.DUPLICATE_LABEL);
      case 11 ->
          slip(BodyDraw.op(OpName.DROPOUT, Map.of("p", Setting.of("1 + 1"))), Code.OUT_OF_RANGE);
      default -> slip(new Step.Use(bodies.fresh("none"), Map.of(), none), Code.UNKNOWN_NAME);
    };
  }

  private String label(Scope scope) {
    return draw.of(scope.labels).name();
  }

  private static Step linear(String out) {
    return BodyDraw.op(OpName.LINEAR, Map.of("out", Setting.of(out)));
  }

  private Step slip(Step step, Code code) {
    slips.add(code);
    return step;
  }
}
