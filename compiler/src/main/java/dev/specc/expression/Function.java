package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.expression.Arithmetic.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of expressions. */
enum Function {
  MIN {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      return extreme(items(arguments), -1);
    }
  },
  MAX {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      return extreme(items(arguments), 1);
    }
  },
  FLOOR {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      return whole(Math.floor(onlyNumber(arguments)));
    }
  },
  CEIL {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      return whole(Math.ceil(onlyNumber(arguments)));
    }
  },
  /** To the nearest whole number; halves go to the even one, as in Python. */
  ROUND {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      return whole(Math.rint(onlyNumber(arguments)));
    }
  },
  /**
   * {@code round_to(x, divisor)}: the nearest multiple of the divisor, at least the divisor, and
   * one more where that is more than 10 % below x: {@code _make_divisible} of MobileNet v2's
   * reference code (Sandler et al. 2018).
   */
  ROUND_TO {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      arity(arguments, 2);
      double x = number(arguments.get(0));
      double divisor = number(arguments.get(1));
      if (divisor < 1 || divisor != Math.floor(divisor)) {
        throw refuse("needs a divisor that is a whole number from 1 on");
      }
      double rounded = Math.max(divisor, Math.floor((x + divisor / 2) / divisor) * divisor);
      return whole(rounded < 0.9 * x ? rounded + divisor : rounded);
    }
  },
  LEN {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      arity(arguments, 1);
      return switch (arguments.getFirst()) {
        case Value.Items items -> Value.of(items.values().size());
        case Value.Text text -> Value.of(text.value().length());
        case Value other -> throw refuse("takes a list, and this is " + other.type());
      };
    }
  },
  SUM {
    @Override
    Value apply(List<Value> arguments) throws Refused {
      Value sum = Value.of(0);
      for (Value value : items(arguments)) {
        number(value);
        sum = Arithmetic.apply(Expr.Operator.PLUS, sum, value);
      }
      return sum;
    }
  };

  abstract Value apply(List<Value> arguments) throws Refused;

  static Optional<Function> named(String name) {
    return Arrays.stream(values()).filter(f -> f.word().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Function::word).toList();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Refused refuse(String why) {
    return new Refused(Code.EXPRESSION_TYPE, "`" + word() + "` " + why);
  }

  void arity(List<Value> arguments, int count) throws Refused {
    if (arguments.size() != count) {
      throw refuse(
          "takes "
              + (count == 1 ? "one value" : count + " values")
              + ", and here "
              + (arguments.size() == 1 ? "is one" : "are " + arguments.size()));
    }
  }

  double onlyNumber(List<Value> arguments) throws Refused {
    arity(arguments, 1);
    return number(arguments.getFirst());
  }

  double number(Value value) throws Refused {
    if (!Arithmetic.isNumber(value)) {
      throw refuse("takes numbers, and this is " + value.type());
    }
    return Arithmetic.number(value);
  }

  /** The arguments, or the items of the one list among them. */
  List<Value> items(List<Value> arguments) {
    return arguments.size() == 1 && arguments.getFirst() instanceof Value.Items items
        ? items.values()
        : arguments;
  }

  Value extreme(List<Value> values, int sign) throws Refused {
    if (values.isEmpty()) {
      throw refuse("needs at least one value");
    }
    Value best = values.getFirst();
    for (Value value : values) {
      if (sign * Double.compare(number(value), number(best)) > 0) {
        best = value;
      }
    }
    return best;
  }

  Value whole(double value) throws Refused {
    if (Math.abs(value) > 1L << 53) {
      throw new Refused(Code.TOO_LARGE, "`" + word() + "` gives too large a number");
    }
    return Value.of((long) value);
  }
}
