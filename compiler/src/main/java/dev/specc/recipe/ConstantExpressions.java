package dev.specc.recipe;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Evaluator;
import dev.specc.expression.ExpressionParser;
import dev.specc.expression.Scope;
import dev.specc.expression.Value;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.validate.RecipeValidator;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Replaces expressions of numbers, such as {@code 1 / 255}, by their values. */
final class ConstantExpressions {
  /** Longer ones are no expressions that anybody wrote; evaluation is as deep as they are long. */
  private static final int MAX_LENGTH = 1_000;

  /** What has a digit, and nothing but what expressions of numbers are made of. */
  private static final Pattern CONSTANT = Pattern.compile("(?=.*[0-9])[-+0-9.eE*/() ]+");

  private static final Scope NO_NAMES =
      new Scope() {
        @Override
        public Optional<Value> lookup(String name) {
          return Optional.empty();
        }

        @Override
        public Collection<String> names() {
          return List.of();
        }
      };

  private final Set<String> texts = RecipeValidator.textKeys();
  private final Map<YamlNode, YamlNode> computed = new IdentityHashMap<>();
  private final Diagnostics diagnostics;

  private ConstantExpressions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The tree with numbers for constant expressions; each keeps its span. */
  static YamlNode compute(YamlNode root, Diagnostics diagnostics) {
    return new ConstantExpressions(diagnostics).node(root);
  }

  /** What aliases share is looked at once. */
  private YamlNode node(YamlNode node) {
    YamlNode known = computed.get(node);
    if (known != null) {
      return known;
    }
    YamlNode result =
        switch (node) {
          case Scalar scalar -> scalar(scalar);
          case Sequence list ->
              new Sequence(list.span(), list.items().stream().map(this::node).toList());
          case Mapping map ->
              new Mapping(map.span(), map.entries().stream().map(this::entry).toList());
        };
    computed.put(node, result);
    return result;
  }

  private Entry entry(Entry entry) {
    boolean text = texts.contains(entry.name()) && entry.value() instanceof Scalar;
    return text ? entry : new Entry(entry.key(), node(entry.value()));
  }

  private Scalar scalar(Scalar scalar) {
    if (!scalar.is(Kind.STRING) || !CONSTANT.matcher(scalar.text()).matches()) {
      return scalar;
    }
    if (scalar.text().length() > MAX_LENGTH) {
      String message = "an expression is at most " + MAX_LENGTH + " characters long";
      diagnostics.add(Diagnostic.of(Code.TOO_DEEP, scalar.span(), message));
      return scalar;
    }
    Evaluator evaluator = new Evaluator(NO_NAMES, diagnostics, (amount, span) -> {});
    Value value = evaluator.evaluate(ExpressionParser.parse(scalar, diagnostics));
    return switch (value) {
      case Value.Int whole -> number(scalar, Kind.INTEGER, Long.toString(whole.value()));
      case Value.Real real -> number(scalar, real.value());
      case Value.Text v -> scalar;
      case Value.Bool v -> scalar;
      case Value.Items v -> scalar;
      case Value.Fields v -> scalar;
      case Value.Callable v -> scalar;
      case Value.Unknown v -> scalar; // reported
    };
  }

  /** {@code 60 / 2} is a whole number, {@code 0.5 * 2} is none. */
  private static Scalar number(Scalar scalar, double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    boolean ofWholes = scalar.text().chars().noneMatch(c -> ".eE".indexOf(c) >= 0);
    return whole && ofWholes
        ? number(scalar, Kind.INTEGER, Long.toString((long) value))
        : number(scalar, Kind.FLOAT, Double.toString(value));
  }

  private static Scalar number(Scalar scalar, Kind kind, String text) {
    return new Scalar(scalar.span(), kind, text, false);
  }
}
