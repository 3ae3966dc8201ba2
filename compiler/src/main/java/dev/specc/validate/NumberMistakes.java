package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What specs and recipes say alike of a number: outside of its range, not whole, not finite. */
final class NumberMistakes {
  private NumberMistakes() {}

  /** A number on the wrong side of the bound that a keyword of the schema sets. */
  static Diagnostic outOfRange(Violation violation, Place place) {
    String side =
        switch (violation.keyword()) {
          case "minimum" -> "at least ";
          case "maximum" -> "at most ";
          case "exclusiveMinimum" -> "above ";
          case "exclusiveMaximum" -> "below ";
          default -> throw new IllegalArgumentException(violation.keyword() + " is no bound");
        };
    String bound = side + violation.rule().asText();
    String found = place.node().describe();
    return Diagnostic.of(
        Code.OUT_OF_RANGE,
        place.span(),
        place.subject() + " is " + bound + ", and here is " + found);
  }

  /** The code for a value of another type than one of these. */
  static Code code(YamlNode value, Set<String> types) {
    return isFraction(value) && types.contains("integer") ? Code.NOT_WHOLE : Code.WRONG_TYPE;
  }

  /** A value of another type than one of these, in words. */
  static String describe(YamlNode value, Set<String> types) {
    boolean infinite = isFraction(value) && types.contains("number");
    return value.describe() + (infinite ? ", which is not finite" : "");
  }

  private static boolean isFraction(YamlNode value) {
    return value instanceof Scalar scalar && scalar.is(Kind.FLOAT);
  }

  /** The types that a rule allows: one, or a list. */
  static Set<String> types(JsonNode rule) {
    List<String> types = new ArrayList<>();
    if (rule.isTextual()) {
      types.add(rule.asText());
    }
    rule.forEach(type -> types.add(type.asText()));
    return Set.copyOf(types);
  }
}
