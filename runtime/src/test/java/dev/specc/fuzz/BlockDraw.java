package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.fuzz.BodyDraw.Made;
import dev.specc.op.OpName;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws blocks, their calls, and steps that share parameters. */
final class BlockDraw {
  /**
   * A block as it was called when it was made.
   *
   * @param arguments values for its params without a default
   */
  private record Known(List<Shape> inputs, Map<String, Long> arguments, @Nullable Shape out) {}

  private final Draw draw;
  private final Expressions expressions;
  private final BodyDraw bodies;
  private final Map<String, SpecTree.Block> blocks = new LinkedHashMap<>();
  private final Map<String, Known> known = new LinkedHashMap<>();
  private Scope file = new Scope(false, 0);

  BlockDraw(Draw draw, Expressions expressions, BodyDraw bodies) {
    this.draw = draw;
    this.expressions = expressions;
    this.bodies = bodies;
  }

  Map<String, SpecTree.Block> blocks() {
    return blocks;
  }

  void file(Scope params) {
    file = params;
  }

  Made call(Scope scope, Shape in) {
    String name = block(scope, in);
    Known block = known.get(name);
    List<String> from = from(scope, in, block);
    if (from.isEmpty() && block.inputs.size() > 1) {
      return bodies.op(scope, in);
    }
    Shape arrives = from.isEmpty() ? in : block.inputs.getFirst();
    Map<String, Setting> arguments = arguments(scope, arrives, block);
    return Made.of(
        new Step.Call(name, arguments, Step.Modifiers.NONE.withFrom(from)), out(block, in, from));
  }

  private @Nullable Shape out(Known block, Shape in, List<String> from) {
    boolean asThen = !from.isEmpty() || block.inputs.getFirst().equals(in);
    boolean keeps = block.inputs.getFirst().equals(block.out);
    return asThen ? block.out : keeps ? in : null;
  }

  /** A block that was made before, if it was for such a shape; else a new one. */
  private String block(Scope scope, Shape in) {
    List<String> fitting = new ArrayList<>();
    known.forEach(
        (name, k) -> {
          if (k.inputs.getFirst().equals(in) || bodies.wild()) {
            fitting.add(name);
          }
        });
    return !fitting.isEmpty() && draw.percent(60) ? draw.of(fitting) : create(scope, in);
  }

  private String create(Scope scope, Shape in) {
    String name = bodies.fresh("B");
    List<Shape> inputs = new ArrayList<>(List.of(in));
    List<String> names = new ArrayList<>();
    Scope.Label second = draw.of(scope.labels);
    if (second.shape() != null && draw.percent(25)) {
      inputs.add(second.shape());
      names.addAll(List.of(bodies.fresh("x"), bodies.fresh("y")));
    }
    Scope inner = new Scope(true, scope.depth + 1);
    inner.numbers.putAll(file.numbers);
    inner.lists.putAll(file.lists);
    inner.words.putAll(file.words);
    inner.labels.add(new Scope.Label("input", in));
    for (int i = 0; i < names.size(); i++) {
      inner.labels.add(new Scope.Label(names.get(i), inputs.get(i)));
    }
    Map<String, Long> arguments = new LinkedHashMap<>();
    Map<String, Setting> params = params(inner, in, arguments);
    Made body = bodies.body(inner, in, 1 + draw.below(3));
    if (draw.percent(30)) {
      body = bodies.adapted(body, in);
    }
    blocks.put(name, new SpecTree.Block(params, names, body.steps()));
    known.put(name, new Known(inputs, arguments, body.shape()));
    return name;
  }

  /** Required params, and some with defaults that use those before them and what arrives. */
  private Map<String, Setting> params(Scope inner, Shape in, Map<String, Long> arguments) {
    Map<String, Setting> params = new LinkedHashMap<>();
    for (int i = draw.below(3); i > 0; i--) {
      String name = bodies.fresh("q");
      long value = draw.within(1, 6);
      boolean required = draw.percent(50);
      if (required) {
        arguments.put(name, value);
      }
      params.put(name, required ? Setting.of("") : expressions.number(value, inner, in));
      inner.numbers.put(name, value);
    }
    return params;
  }

  /** The labels that a block with several inputs is called with; empty for the previous step. */
  private List<String> from(Scope scope, Shape in, Known block) {
    if (block.inputs.size() == 1) {
      return List.of();
    }
    List<String> from = new ArrayList<>();
    for (Shape wanted : block.inputs) {
      scope.labels.stream()
          .filter(l -> wanted.equals(l.shape()))
          .findFirst()
          .ifPresent(l -> from.add(l.name()));
    }
    return from.size() == block.inputs.size() ? from : List.of();
  }

  private Map<String, Setting> arguments(Scope scope, Shape in, Known block) {
    Map<String, Setting> arguments = new LinkedHashMap<>();
    block.arguments.forEach(
        (name, value) -> {
          long given = draw.percent(90) ? value : draw.within(1, 6);
          arguments.put(name, expressions.number(given, scope, in));
        });
    return arguments;
  }

  /** {@code use} of a block, of an op, or of a param that names one. */
  Made use(Scope scope, Shape in) {
    if (scope.words.containsKey("act") && draw.percent(40)) {
      return Made.of(new Step.Use("act", Map.of(), Step.Modifiers.NONE), in);
    }
    if (draw.percent(40)) {
      Made call = call(scope, in);
      return call.steps().getFirst() instanceof Step.Call(String block, var arguments, var beside)
          ? Made.of(new Step.Use(block, arguments, beside), call.shape())
          : call;
    }
    Made made = bodies.op(scope, in);
    if (!(made.steps().getFirst() instanceof Step.Op(OpName op, var options, var beside))) {
      return made;
    }
    String word = op.word();
    String what = draw.of(word, word, "[" + word + ", identity][0]", "relu if false else " + word);
    return Made.of(new Step.Use(what, options, beside), made.shape());
  }

  /** Two steps with one set of parameters, and one between them. */
  Made shared(Scope scope, Shape in) {
    if (scope.again) { // other channels may arrive the next time
      bodies.slips().add(Code.SHARE_MISMATCH);
    }
    String key = bodies.fresh("k");
    Step.Modifiers beside = Step.Modifiers.NONE.withShare(key);
    Step step = draw.percent(25) ? sharedCall(scope, in) : sharedOp(in);
    return new Made(List.of(step.with(beside), BodyDraw.plain(OpName.TANH), step.with(beside)), in);
  }

  private Step sharedCall(Scope scope, Shape in) {
    return known.entrySet().stream()
        .filter(e -> e.getValue().inputs.equals(List.of(in)) && in.equals(e.getValue().out))
        .findFirst()
        .<Step>map(
            e -> new Step.Call(e.getKey(), arguments(scope, in, e.getValue()), Step.Modifiers.NONE))
        .orElseGet(() -> sharedOp(in));
  }

  private Step sharedOp(Shape in) {
    if (draw.percent(30) && in.rank() <= 3) {
      return BodyDraw.plain(
          in.rank() == 2 ? OpName.BATCH_NORM : draw.of(OpName.BATCH_NORM, OpName.LAYER_SCALE));
    }
    Map<String, Setting> options = new LinkedHashMap<>();
    options.put("out", Setting.of(in.channels()));
    if (in.isMap()) {
      options.put("kernel", Setting.of(3));
      options.put("padding", Setting.of(draw.of("1", "same")));
      return BodyDraw.op(OpName.CONV, options);
    }
    return in.rank() == 1 ? BodyDraw.op(OpName.LINEAR, options) : BodyDraw.plain(OpName.BATCH_NORM);
  }
}
