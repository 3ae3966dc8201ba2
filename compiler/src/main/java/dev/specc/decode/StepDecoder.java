package dev.specc.decode;

import dev.specc.decode.Step.Branch;
import dev.specc.decode.Step.Count;
import dev.specc.decode.Step.Index;
import dev.specc.decode.Step.JoinKind;
import dev.specc.decode.Step.Shortcut;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Suggestion;
import dev.specc.expression.Expr;
import dev.specc.op.OpName;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decodes the steps of a body. What the schema rejected becomes a step of unknown result. */
final class StepDecoder {
  /** The keys that configure a combinator from beside it. */
  static final Set<String> BESIDE =
      Set.of("join", "shortcut", "scale", "layers", "times", "over", "for", "index", "with");

  private static final Pattern BLOCK_NAME = Pattern.compile("[A-Z][A-Za-z0-9_]*");

  private final Set<YamlNode> invalid;
  private final Diagnostics diagnostics;
  private final ExprDecoder exprs;

  StepDecoder(Set<YamlNode> invalid, Diagnostics diagnostics) {
    this.invalid = invalid;
    this.diagnostics = diagnostics;
    this.exprs = new ExprDecoder(invalid, diagnostics);
  }

  /** The steps of a list; a single step may stand without one. */
  List<Step> body(YamlNode node) {
    if (invalid.contains(node)) {
      return List.of(new Step.InvalidStep(node.span(), Modifiers.NONE));
    }
    return switch (node) {
      case YamlNode.Sequence sequence -> sequence.items().stream().map(this::step).toList();
      case Scalar scalar when scalar.is(Kind.NULL) -> List.of();
      case Scalar scalar -> List.of(step(scalar));
      case Mapping mapping -> List.of(step(mapping));
    };
  }

  private Step step(YamlNode node) {
    if (invalid.contains(node)) {
      return new Step.InvalidStep(node.span(), labelOnly(node));
    }
    return switch (node) {
      case Scalar scalar -> word(scalar);
      case Mapping mapping -> mapping(mapping);
      case YamlNode.Sequence sequence -> invalid(sequence.span(), Modifiers.NONE);
    };
  }

  /** What remains of a rejected step: its label, so that its uses are no mistakes. */
  private Modifiers labelOnly(YamlNode node) {
    return node instanceof Mapping step && step.get("as").isPresent()
        ? new Modifiers(exprs.template(step.get("as").get()), List.of(), null, null, null)
        : Modifiers.NONE;
  }

  private Step word(Scalar scalar) {
    String word = scalar.text();
    Optional<OpName> op = OpName.of(word);
    if (op.isPresent()) {
      return new Step.OpStep(scalar.span(), Modifiers.NONE, op.get(), Arguments.NONE);
    }
    if (isBlockName(word)) {
      return new Step.CallStep(scalar.span(), Modifiers.NONE, word, Arguments.NONE);
    }
    if (word.equals("transition")) {
      return new Step.TransitionStep(scalar.span(), Modifiers.NONE, null);
    }
    diagnostics.add(unknownOp(word, scalar.span()));
    return invalid(scalar.span(), Modifiers.NONE);
  }

  private static Diagnostic unknownOp(String word, Span span) {
    Diagnostic diagnostic = Diagnostic.of(Code.UNKNOWN_OP, span, "`" + word + "` is no op");
    return Suggestion.closest(word, OpName.words())
        .map(close -> diagnostic.help("did you mean `" + close + "`?"))
        .orElse(diagnostic);
  }

  static boolean isBlockName(String word) {
    return BLOCK_NAME.matcher(word).matches();
  }

  private Step mapping(Mapping mapping) {
    Modifiers modifiers = modifiers(mapping);
    List<Entry> ops =
        mapping.entries().stream()
            .filter(e -> !Modifiers.KEYS.contains(e.name()) && !BESIDE.contains(e.name()))
            .toList();
    if (ops.size() != 1 || invalid.contains(ops.getFirst().key())) {
      return invalid(mapping.span(), modifiers);
    }
    Entry op = ops.getFirst();
    return decodeOp(mapping, op, op.key().span(), modifiers);
  }

  private Step decodeOp(Mapping step, Entry entry, Span span, Modifiers modifiers) {
    YamlNode value = entry.value();
    return switch (entry.name()) {
      case "branches" -> branches(step, value, span, modifiers);
      case "residual" -> residual(step, value, span, modifiers);
      case "dense" ->
          new Step.DenseStep(span, modifiers, body(value), required(step, "layers"), index(step));
      case "repeat" -> new Step.RepeatStep(span, modifiers, body(value), count(step), index(step));
      case "sequence" -> new Step.SequenceStep(span, modifiers, body(value));
      case "concat" -> join(JoinKind.CONCAT, value, span, modifiers);
      case "add" -> join(JoinKind.ADD, value, span, modifiers);
      case "multiply" -> join(JoinKind.MULTIPLY, value, span, modifiers);
      case "transition" -> transition(value, span, modifiers);
      case "use" -> new Step.UseStep(span, modifiers, exprs.expr(value), with(step));
      case String name when isBlockName(name) ->
          new Step.CallStep(span, modifiers, name, arguments(value));
      case String name ->
          OpName.of(name)
              .map(op -> (Step) new Step.OpStep(span, modifiers, op, arguments(value)))
              .orElseGet(() -> invalid(span, modifiers));
    };
  }

  private Arguments arguments(YamlNode value) {
    boolean complete = !invalid.contains(value);
    if (value instanceof Mapping mapping) {
      complete &= mapping.entries().stream().noneMatch(e -> invalid.contains(e.key()));
    }
    return new Arguments(exprs.arguments(value), complete);
  }

  private Step join(JoinKind join, YamlNode value, Span span, Modifiers modifiers) {
    return invalid.contains(value)
        ? invalid(span, modifiers)
        : new Step.JoinStep(span, modifiers, join, labels(value));
  }

  private Step branches(Mapping step, YamlNode value, Span span, Modifiers modifiers) {
    if (!(value instanceof Mapping mapping) || invalid.contains(value)) {
      return invalid(span, modifiers);
    }
    List<Branch> branches = new ArrayList<>();
    for (Entry entry : mapping.entries()) {
      branches.add(new Branch(entry.name(), entry.key().span(), body(entry.value())));
    }
    Span join = step.get("join").map(YamlNode::span).orElse(null);
    return new Step.BranchesStep(span, modifiers, branches, joinKind(step), join);
  }

  private @Nullable JoinKind joinKind(Mapping step) {
    YamlNode written = step.get("join").orElse(null);
    if (written != null && invalid.contains(written)) {
      return null;
    }
    return switch (wordOf(step, "join")) {
      case "add" -> JoinKind.ADD;
      case "multiply" -> JoinKind.MULTIPLY;
      default -> JoinKind.CONCAT;
    };
  }

  private Step residual(Mapping step, YamlNode value, Span span, Modifiers modifiers) {
    return new Step.ResidualStep(
        span, modifiers, body(value), value.span(), shortcut(step, span), optional(step, "scale"));
  }

  private Shortcut shortcut(Mapping step, Span residual) {
    YamlNode node = step.get("shortcut").orElse(null);
    if (node == null) {
      return new Shortcut.IdentityShortcut(residual);
    }
    return switch (node instanceof Scalar scalar ? scalar.text() : "") {
      case "identity" -> new Shortcut.IdentityShortcut(node.span());
      case "projection" -> new Shortcut.ProjectionShortcut(node.span());
      case "pad" -> new Shortcut.PadShortcut(node.span());
      default -> new Shortcut.StepsShortcut(node.span(), body(node));
    };
  }

  private Count count(Mapping step) {
    Optional<Entry> over = step.entry("over");
    if (over.isEmpty()) {
      return new Count.Times(required(step, "times"));
    }
    Optional<Entry> item = step.entry("for");
    return new Count.Over(
        exprs.expr(over.get().value()),
        item.map(e -> new Count.Item(wordOf(step, "for"), e.value().span())).orElse(null));
  }

  private Index index(Mapping step) {
    return step.get("index")
        .map(node -> new Index(wordOf(step, "index"), node.span()))
        .orElseGet(() -> new Index("i", null));
  }

  private Step transition(YamlNode value, Span span, Modifiers modifiers) {
    Expr compression =
        value instanceof Mapping mapping
            ? mapping.get("compression").map(exprs::expr).orElse(null)
            : null;
    return new Step.TransitionStep(span, modifiers, compression);
  }

  private Arguments with(Mapping step) {
    return step.get("with").map(this::arguments).orElse(Arguments.NONE);
  }

  private Expr required(Mapping step, String key) {
    return step.get(key).map(exprs::expr).orElseGet(() -> new Expr.Invalid(step.span()));
  }

  private @Nullable Expr optional(Mapping step, String key) {
    return step.get(key).map(exprs::expr).orElse(null);
  }

  private static String wordOf(Mapping step, String key) {
    return step.get(key)
        .filter(Scalar.class::isInstance)
        .map(node -> ((Scalar) node).text())
        .orElse("");
  }

  List<LabelRef> labels(YamlNode node) {
    if (invalid.contains(node)) {
      return List.of(label(node)); // of an unknown step
    }
    return switch (node) {
      case YamlNode.Sequence sequence -> sequence.items().stream().map(this::label).toList();
      case Scalar scalar when scalar.is(Kind.NULL) -> List.of();
      case Scalar scalar -> List.of(label(scalar));
      case Mapping mapping -> List.of();
    };
  }

  LabelRef label(YamlNode node) {
    return new LabelRef(exprs.template(node));
  }

  private Modifiers modifiers(Mapping step) {
    return new Modifiers(
        step.get("as").map(exprs::template).orElse(null),
        step.get("from").map(this::labels).orElse(List.of()),
        optional(step, "when"),
        step.get("share").map(this::label).orElse(null),
        step.get("expect")
            .filter(node -> !invalid.contains(node))
            .map(this::expectation)
            .orElse(null));
  }

  private Modifiers.Expectation expectation(YamlNode node) {
    return new Modifiers.Expectation(node.span(), exprs.list(node));
  }

  private static Step invalid(Span span, Modifiers modifiers) {
    return new Step.InvalidStep(span, modifiers);
  }
}
