package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.expression.Expr.Operator;
import dev.specc.expression.Expr.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Python's arithmetic on whole numbers and floats: {@code //} and {@code %} round down; {@code /}
 * of whole numbers stays whole where it is exact.
 */
final class Arithmetic {
  private static final int MAX_LENGTH = 10_000;

  private Arithmetic() {}

  /** An operation that has no result, with the words for the user. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final Code code;

    Refused(Code code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    Code code() {
      return code;
    }
  }

  static Value apply(Operator operator, Value left, Value right) throws Refused {
    if (left instanceof Value.Int a && right instanceof Value.Int b) {
      return whole(operator, a.value(), b.value());
    }
    if (isNumber(left) && isNumber(right)) {
      return real(operator, number(left), number(right));
    }
    if (operator == Operator.PLUS) {
      return joined(left, right);
    }
    throw refuseTypes(operator.symbol(), left, right);
  }

  private static Value whole(Operator operator, long a, long b) throws Refused {
    try {
      return switch (operator) {
        case PLUS -> Value.of(Math.addExact(a, b));
        case MINUS -> Value.of(Math.subtractExact(a, b));
        case TIMES -> Value.of(Math.multiplyExact(a, b));
        case DIVIDE -> nonZero(b) && a % b == 0 ? Value.of(a / b) : finite((double) a / b);
        case FLOOR_DIVIDE -> Value.of(nonZero(b) ? Math.floorDiv(a, b) : 0);
        case MODULO -> Value.of(nonZero(b) ? Math.floorMod(a, b) : 0);
        case POWER -> b >= 0 ? Value.of(power(a, b)) : real(operator, a, b);
      };
    } catch (ArithmeticException e) {
      throw new Refused(
          Code.TOO_LARGE, a + " " + operator.symbol() + " " + b + " is too large a number");
    }
  }

  private static boolean nonZero(double divisor) throws Refused {
    if (divisor == 0) {
      throw new Refused(Code.EXPRESSION_VALUE, "this divides by zero");
    }
    return true;
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long factor = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = Math.multiplyExact(result, factor);
      }
      if (rest > 1) {
        factor = Math.multiplyExact(factor, factor);
      }
    }
    return result;
  }

  private static Value real(Operator operator, double a, double b) throws Refused {
    return switch (operator) {
      case PLUS -> finite(a + b);
      case MINUS -> finite(a - b);
      case TIMES -> finite(a * b);
      case DIVIDE -> finite(nonZero(b) ? a / b : 0);
      case FLOOR_DIVIDE -> finite(nonZero(b) ? Math.floor(a / b) : 0);
      case MODULO -> finite(nonZero(b) ? a - b * Math.floor(a / b) : 0);
      case POWER -> finite(Math.pow(a, b));
    };
  }

  static Value finite(double value) throws Refused {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new Refused(Code.EXPRESSION_VALUE, "this has no finite value");
    }
    return new Value.Real(value);
  }

  private static Value joined(Value left, Value right) throws Refused {
    if (left instanceof Value.Text a && right instanceof Value.Text b) {
      checkLength(a.value().length() + b.value().length());
      return new Value.Text(a.value() + b.value());
    }
    if (left instanceof Value.Items a && right instanceof Value.Items b) {
      checkLength(a.values().size() + b.values().size());
      List<Value> all = new ArrayList<>(a.values());
      all.addAll(b.values());
      return new Value.Items(all);
    }
    throw refuseTypes("+", left, right);
  }

  private static void checkLength(int length) throws Refused {
    if (length > MAX_LENGTH) {
      throw new Refused(Code.TOO_LARGE, "this is longer than " + MAX_LENGTH);
    }
  }

  static boolean holds(Relation relation, Value left, Value right) throws Refused {
    if (relation == Relation.EQUAL || relation == Relation.NOT_EQUAL) {
      return equal(left, right) == (relation == Relation.EQUAL);
    }
    int order = compare(relation, left, right);
    return switch (relation) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case EQUAL, NOT_EQUAL -> throw new IllegalStateException("handled above");
    };
  }

  private static boolean equal(Value left, Value right) {
    return isNumber(left) && isNumber(right)
        ? compareNumbers(left, right) == 0
        : left.equals(right);
  }

  private static int compare(Relation relation, Value left, Value right) throws Refused {
    if (isNumber(left) && isNumber(right)) {
      return compareNumbers(left, right);
    }
    if (left instanceof Value.Text a && right instanceof Value.Text b) {
      return a.value().compareTo(b.value());
    }
    throw refuseTypes(relation.symbol(), left, right);
  }

  private static int compareNumbers(Value left, Value right) {
    return left instanceof Value.Int a && right instanceof Value.Int b
        ? Long.compare(a.value(), b.value())
        : Double.compare(number(left), number(right));
  }

  static boolean isNumber(Value value) {
    return value instanceof Value.Int || value instanceof Value.Real;
  }

  static double number(Value value) {
    return value instanceof Value.Int i ? i.value() : ((Value.Real) value).value();
  }

  private static Refused refuseTypes(String symbol, Value left, Value right) {
    return new Refused(
        Code.EXPRESSION_TYPE,
        "`" + symbol + "` cannot take " + left.type() + " and " + right.type());
  }
}
