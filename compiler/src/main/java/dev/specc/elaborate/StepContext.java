package dev.specc.elaborate;

import dev.specc.decode.Modifiers;
import dev.specc.decode.Step;
import dev.specc.expression.Evaluator;
import dev.specc.graph.Origin;
import java.util.List;

/** A step with everything that its parts need. */
record StepContext(Step step, Body body, List<Wire> inputs, Evaluator evaluator, Numbers numbers) {
  Wire input() {
    return inputs.getFirst();
  }

  Modifiers modifiers() {
    return step.modifiers();
  }

  Origin origin() {
    return new Origin(step.span(), body.frame());
  }
}
