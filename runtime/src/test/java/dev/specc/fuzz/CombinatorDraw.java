package dev.specc.fuzz;

import dev.specc.fuzz.BodyDraw.Made;
import dev.specc.op.Join;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws the steps that hold others, and the joins of labelled steps. */
final class CombinatorDraw {
  private final Draw draw;
  private final Expressions expressions;
  private final BodyDraw bodies;

  CombinatorDraw(Draw draw, Expressions expressions, BodyDraw bodies) {
    this.draw = draw;
    this.expressions = expressions;
    this.bodies = bodies;
  }

  Made branches(Scope scope, Shape in) {
    String join = draw.of("", "concat", "add", "multiply");
    Map<String, List<Step>> branches = new LinkedHashMap<>();
    List<Shape> shapes = new ArrayList<>();
    boolean known = true;
    int count = draw.of(1, 2, 2, 2, 3, 3);
    for (int i = 0; i < count; i++) {
      Made made = bodies.body(scope.inner(false), in, draw.below(3));
      if (!shapes.isEmpty()) {
        made = bodies.adapted(made, wanted(join, shapes.getFirst(), made.shape()));
      }
      branches.put(bodies.fresh("b"), made.steps());
      known &= made.shape() != null;
      shapes.add(made.shape() == null ? in : made.shape());
    }
    Shape out =
        !known
            ? null
            : shapes.size() == 1 ? shapes.getFirst() : BodyDraw.output(joining(join).infer(shapes));
    Step.Modifiers modifiers = Step.Modifiers.NONE;
    if (!scope.counters.isEmpty()) { // a branch's name cannot hold a counter
      modifiers = modifiers.withAs(scope.unique(bodies.fresh("s")));
    }
    return Made.of(new Step.Branches(branches, join, modifiers), out);
  }

  /** The shape with which a part fits the first one. */
  private Shape wanted(String join, Shape first, @Nullable Shape has) {
    if (join.equals("multiply") && first.isMap() && draw.percent(40)) {
      return Shape.of(first.channels(), 1, 1);
    }
    boolean concat = join.isEmpty() || join.equals("concat");
    return concat && has != null && has.rank() == first.rank()
        ? first.withChannels(has.channels())
        : first;
  }

  private static Op joining(String word) {
    return switch (word) {
      case "add" -> new Join.Add();
      case "multiply" -> new Join.Multiply();
      default -> new Join.Concat();
    };
  }

  Made residual(Scope scope, Shape in) {
    String shortcut =
        draw.of("", "identity", "projection", "projection", "pad", Step.Residual.STEPS);
    Made body = bodies.body(scope.inner(false), in, 1 + draw.below(3));
    Made other = new Made(List.of(), in);
    switch (shortcut) {
      case "", "identity" -> body = bodies.adapted(body, in);
      case Step.Residual.STEPS ->
          other = bodies.adapted(bodies.body(scope.inner(false), in, draw.below(3)), body.shape());
      default -> body = bodies.adapted(body, strided(in, body.shape(), shortcut));
    }
    String scale = draw.percent(25) ? draw.of("0.1", "1.0", "1 / 2", "-1", "0") : "";
    Shape out = body.shape();
    return Made.of(
        new Step.Residual(body.steps(), shortcut, other.steps(), scale, Step.Modifiers.NONE), out);
  }

  /** What a projection or a padding can reach: the size divided by a stride. */
  private @Nullable Shape strided(Shape in, @Nullable Shape has, String shortcut) {
    if (!in.isMap()) {
      return shortcut.equals("pad") ? in : has != null && has.rank() == 1 ? has : in;
    }
    long stride = draw.within(1, 3);
    long channels = has == null ? in.channels() : has.channels();
    return Shape.of(
        shortcut.equals("pad") ? Math.max(channels, in.channels()) : channels,
        (in.height() - 1) / stride + 1,
        (in.width() - 1) / stride + 1);
  }

  Made sequence(Scope scope, Shape in) {
    Made made = bodies.body(scope.inner(false), in, draw.below(4));
    return Made.of(new Step.Sequence(made.steps(), Step.Modifiers.NONE), made.shape());
  }

  Made repeat(Scope scope, Shape in) {
    boolean over = draw.percent(40);
    boolean widths = over && scope.lists.containsKey("widths") && draw.percent(30);
    int times = widths ? scope.lists.get("widths").size() : draw.of(0, 1, 2, 2, 2, 3);
    Scope inner = scope.inner(times > 1);
    String index = counter(inner, scope);
    inner.numbers.put(index, 0L);
    String key = over ? "over" : "times";
    String item = over && !widths && draw.percent(70) ? bodies.fresh("it") : "";
    Setting count =
        widths
            ? Setting.of("widths")
            : over ? items(inner, item, times) : expressions.number(times, scope, in);
    Made made = bodies.body(inner, in, 1 + draw.below(3));
    made = times > 1 ? bodies.adapted(made, in) : made;
    Shape out =
        times == 0 ? in : times == 1 || Objects.equals(made.shape(), in) ? made.shape() : null;
    String written = index.equals("i") ? "" : index;
    return Made.of(
        new Step.Repeat(made.steps(), key, count, item, written, Step.Modifiers.NONE), out);
  }

  /** The counter of a loop, which in a loop needs a name of its own. */
  private String counter(Scope inner, Scope outer) {
    String index = outer.counters.isEmpty() && draw.percent(60) ? "i" : bodies.fresh("n");
    inner.counters.add(index);
    return index;
  }

  /** A list of numbers, or of maps whose fields a dot reads. */
  private Setting items(Scope inner, String item, int times) {
    boolean fields = !item.isEmpty() && draw.percent(60);
    List<Setting> items = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long value = draw.within(1, 6);
      items.add(
          fields ? new Setting.Fields(Map.of("width", Setting.of(value))) : Setting.of(value));
      if (i == 0 && !item.isEmpty()) {
        inner.numbers.put(fields ? item + ".width" : item, value);
      }
    }
    return Setting.of(items);
  }

  Made dense(Scope scope, Shape in) {
    long layers = draw.within(0, 3);
    Scope inner = scope.inner(layers > 1);
    String index = counter(inner, scope);
    inner.numbers.put(index, 0L);
    Made made = bodies.body(inner, in, 1 + draw.below(2));
    Shape kept =
        made.shape() != null && made.shape().rank() == in.rank()
            ? in.withChannels(made.shape().channels())
            : in;
    made = bodies.adapted(made, kept);
    Step dense =
        new Step.Dense(
            made.steps(),
            expressions.number(layers, scope, in),
            index.equals("i") ? "" : index,
            Step.Modifiers.NONE);
    Shape out =
        layers == 0
            ? in
            : layers == 1 && made.shape() != null
                ? BodyDraw.output(new Join.Concat().infer(List.of(in, made.shape())))
                : null;
    return Made.of(dense, out);
  }

  Made transition(Scope scope, Shape in) {
    boolean fits = in.isMap() && in.height() > 1 && in.width() > 1 && in.channels() > 3;
    if (!fits && !bodies.wild()) {
      return bodies.op(scope, in);
    }
    String compression = draw.of("0.5", "1 / 2", "0.75", "1", "0.26");
    boolean written = draw.percent(60);
    Step step =
        new Step.Transition(
            written ? Optional.of(Setting.of(compression)) : Optional.empty(), Step.Modifiers.NONE);
    double factor = !written || compression.equals("1 / 2") ? 0.5 : Double.parseDouble(compression);
    Shape out =
        fits ? Shape.of((long) (in.channels() * factor), in.height() / 2, in.width() / 2) : null;
    return Made.of(step, out);
  }

  /** A join of two or three labels, of fitting shapes unless anything goes. */
  Made join(Scope scope, Shape in) {
    String word = draw.of("concat", "add", "multiply");
    Op op = joining(word);
    boolean wild = bodies.wild();
    List<Scope.Label> chosen = new ArrayList<>();
    for (int tries = 0; tries < 12 && chosen.size() < draw.of(2, 3); tries++) {
      Scope.Label label = draw.of(scope.labels);
      if (wild || label.shape() != null && fits(op, chosen, label)) {
        chosen.add(label);
      }
    }
    if (chosen.size() < 2) {
      return bodies.op(scope, in);
    }
    List<Shape> shapes = shapes(chosen);
    Shape out = shapes.size() < chosen.size() ? null : BodyDraw.output(op.infer(shapes));
    List<String> labels = chosen.stream().map(Scope.Label::name).toList();
    return out != null && out.elements() > OpDraw.MAX_ELEMENTS
        ? bodies.op(scope, in)
        : Made.of(new Step.Join(word, labels, Step.Modifiers.NONE), out);
  }

  private static boolean fits(Op op, List<Scope.Label> chosen, Scope.Label more) {
    List<Scope.Label> all = new ArrayList<>(chosen);
    all.add(more);
    return BodyDraw.output(op.infer(shapes(all))) != null;
  }

  private static List<Shape> shapes(List<Scope.Label> labels) {
    List<Shape> shapes = new ArrayList<>();
    for (Scope.Label label : labels) {
      if (label.shape() != null) {
        shapes.add(label.shape());
      }
    }
    return shapes;
  }
}
