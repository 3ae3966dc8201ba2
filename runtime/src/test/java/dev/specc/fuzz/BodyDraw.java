package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.op.Inference;
import dev.specc.op.OpName;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws bodies: steps one after the other, with what stands beside them. */
final class BodyDraw {
  /** Some steps, and the shape that they probably give; null where that is unknown. */
  record Made(List<Step> steps, @Nullable Shape shape) {
    Made {
      steps = List.copyOf(steps);
    }

    static Made of(Step step, @Nullable Shape shape) {
      return new Made(List.of(step), shape);
    }
  }

  private static final int MAX_DEPTH = 3;
  private static final List<OpName> OPS = Arrays.asList(OpName.values());

  private final Draw draw;
  private final Expressions expressions;
  private final Set<Code> slips;
  private final int wildness;
  private final OpDraw ops;
  private final CombinatorDraw combinators;
  private final BlockDraw blocks;
  private int budget = 26;
  private int next = 1;

  /**
   * @param wildness how many steps in a hundred have options that need not fit
   */
  BodyDraw(Draw draw, Expressions expressions, Set<Code> slips, int wildness) {
    this.draw = draw;
    this.expressions = expressions;
    this.slips = slips;
    this.wildness = wildness;
    this.ops = new OpDraw(draw, expressions, slips);
    this.combinators = new CombinatorDraw(draw, expressions, this);
    this.blocks = new BlockDraw(draw, expressions, this);
  }

  boolean anything() {
    return wildness > 0;
  }

  boolean wild() {
    return draw.percent(wildness);
  }

  Set<Code> slips() {
    return slips;
  }

  Map<String, SpecTree.Block> blocks() {
    return blocks.blocks();
  }

  Scope file() {
    return new Scope(false, 0);
  }

  /** Makes a file's params known to its blocks. */
  void share(Scope file) {
    blocks.file(file);
  }

  /** A name that nothing else has. */
  String fresh(String prefix) {
    return prefix + next++;
  }

  static Step.Op plain(OpName op) {
    return new Step.Op(op, Map.of(), Step.Modifiers.NONE);
  }

  static Step.Op op(OpName op, Map<String, Setting> options) {
    return new Step.Op(op, options, Step.Modifiers.NONE);
  }

  /** Some steps, fewer where the spec is long already. */
  Made body(Scope scope, @Nullable Shape in, int count) {
    List<Step> steps = new ArrayList<>();
    Shape at = in;
    for (int i = 0; i < count && budget > 0; i++) {
      if (at == null && draw.percent(80)) {
        long features = draw.within(1, 8);
        steps.add(plain(OpName.FLATTEN));
        steps.add(op(OpName.LINEAR, Map.of("out", Setting.of(features))));
        at = Shape.of(features);
      }
      Made made = step(scope, at);
      steps.addAll(made.steps);
      at = made.shape;
    }
    return new Made(steps, at);
  }

  /** Global pooling where it fits any input, and scores. */
  List<Step> classifier() {
    return List.of(plain(OpName.FLATTEN), op(OpName.LINEAR, Map.of("out", Setting.of(3))));
  }

  private Made step(Scope scope, @Nullable Shape at) {
    budget--;
    Step.Modifiers modifiers = Step.Modifiers.NONE;
    Shape in = at;
    if (draw.percent(10)) {
      Scope.Label label = draw.of(scope.labels);
      modifiers = modifiers.withFrom(List.of(label.name()));
      in = label.shape();
    }
    boolean conditional = draw.percent(8);
    boolean runs = !conditional || draw.percent(60);
    if (conditional) {
      modifiers = modifiers.withWhen(expressions.condition(runs, scope, in));
    }
    Made made = kind(scope, in);
    if (made.steps.size() != 1) {
      return startingFrom(modifiers.from(), made); // shared steps have no condition
    }
    Step step = made.steps.getFirst();
    if (takesLabels(step)) {
      // What arrives is what these labels name, or the previous step: not what was drawn.
      modifiers =
          modifiers
              .withFrom(step.modifiers().from())
              .withWhen(conditional ? Boolean.toString(runs) : "");
    }
    Shape out = made.shape;
    if (out != null && draw.percent(9)) {
      modifiers = modifiers.withExpect(expected(out, scope));
    }
    String label = step.modifiers().as();
    if (label.isEmpty() && draw.percent(30)) {
      label = scope.unique(fresh("s"));
    }
    modifiers = modifiers.withAs(label).withShare(step.modifiers().share());
    boolean always = runs && !(conditional && scope.again);
    if (!label.isEmpty() && always) {
      scope.labels.add(new Scope.Label(label, out));
    }
    Shape after = always ? out : scope.again && conditional ? (sameShape(out, at) ? at : null) : at;
    return Made.of(step.with(modifiers), after);
  }

  private static Made startingFrom(List<String> labels, Made made) {
    List<Step> steps = new ArrayList<>(made.steps);
    steps.set(0, steps.getFirst().with(steps.getFirst().modifiers().withFrom(labels)));
    return new Made(steps, made.shape);
  }

  private static boolean sameShape(@Nullable Shape a, @Nullable Shape b) {
    return a != null && a.equals(b);
  }

  private static boolean takesLabels(Step step) {
    return step instanceof Step.Join || !step.modifiers().from().isEmpty();
  }

  private List<Setting> expected(Shape out, Scope scope) {
    List<Long> dims = new ArrayList<>(out.dims());
    if (dims.size() > 3) {
      return List.of();
    }
    if (anything() && draw.percent(10)) {
      dims.set(draw.below(dims.size()), draw.within(1, 9));
      expressions.anythingArrives(); // the compiler goes on with what is expected
    }
    return dims.stream().map(d -> expressions.number(d, scope, null)).toList();
  }

  private Made kind(Scope scope, @Nullable Shape in) {
    if (scope.depth >= MAX_DEPTH || budget < 2 || in == null) {
      return op(scope, in);
    }
    int kind = draw.below(100);
    return kind < 58
        ? op(scope, in)
        : kind < 67
            ? combinators.branches(scope, in)
            : kind < 75
                ? combinators.residual(scope, in)
                : kind < 78
                    ? combinators.sequence(scope, in)
                    : kind < 84
                        ? combinators.repeat(scope, in)
                        : kind < 87
                            ? combinators.dense(scope, in)
                            : kind < 89
                                ? combinators.transition(scope, in)
                                : kind < 92
                                    ? combinators.join(scope, in)
                                    : kind < 94
                                        ? blocks.shared(scope, in)
                                        : kind < 98
                                            ? blocks.call(scope, in)
                                            : blocks.use(scope, in);
  }

  /** One op: of those that take the shape, unless anything goes. */
  Made op(Scope scope, @Nullable Shape in) {
    boolean wild = wild();
    OpName name = draw.of(OPS);
    while (!wild && !suits(name, in) || name == OpName.ZERO && draw.percent(70)) {
      name = draw.of(OPS);
    }
    return named(name, scope, in, wild);
  }

  Made named(OpName name, Scope scope, @Nullable Shape in, boolean wild) {
    OpDraw.Drawn drawn = ops.draw(name, in, scope, wild);
    return Made.of(op(name, drawn.options()), drawn.out());
  }

  private static boolean suits(OpName name, @Nullable Shape in) {
    if (in == null) {
      return !OpDraw.needsMap(name);
    }
    boolean oneOrThree = in.rank() == 1 || in.isMap();
    return switch (name) {
      case LINEAR, LAYER_NORM, LAYER_SCALE -> oneOrThree;
      case BATCH_NORM -> in.rank() <= 3;
      default -> in.isMap() || !OpDraw.needsMap(name);
    };
  }

  /** Steps that turn one shape into another; none where that would take a huge layer. */
  List<Step> adapt(@Nullable Shape from, @Nullable Shape to) {
    if (to == null || to.equals(from)) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    if (from != null && from.isMap() && to.isMap()) {
      if (!from.sameSize(to)) {
        steps.add(
            op(
                draw.of(OpName.ADAPTIVE_AVG_POOL, OpName.ADAPTIVE_MAX_POOL),
                Map.of(
                    "out", Setting.of(List.of(Setting.of(to.height()), Setting.of(to.width()))))));
      }
      if (from.channels() != to.channels()) {
        Map<String, Setting> options = new LinkedHashMap<>();
        options.put("out", Setting.of(to.channels()));
        options.put("kernel", Setting.of(1));
        steps.add(op(OpName.CONV, options));
      }
      return steps;
    }
    if (to.elements() > 128) {
      return List.of();
    }
    steps.add(plain(OpName.FLATTEN));
    steps.add(op(OpName.LINEAR, Map.of("out", Setting.of(to.elements()))));
    if (to.rank() > 1) {
      steps.add(
          op(
              OpName.RESHAPE,
              Map.of("shape", Setting.of(to.dims().stream().map(Setting::of).toList()))));
    }
    return steps;
  }

  /** The steps with what makes their result fit, unless they shall not. */
  Made adapted(Made made, @Nullable Shape to) {
    if (wild()) {
      return made;
    }
    List<Step> steps = new ArrayList<>(made.steps);
    List<Step> more = adapt(made.shape, to);
    steps.addAll(more);
    return new Made(steps, more.isEmpty() ? made.shape : to);
  }

  static @Nullable Shape output(Inference inference) {
    return inference instanceof Inference.Output output ? output.shape() : null;
  }
}
