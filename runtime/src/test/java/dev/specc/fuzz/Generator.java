package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.op.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Random specs that look like what people write: the same one for the same seed. About half of them
 * have only steps that should fit, as far as the generator can tell; in the others any step may
 * not.
 */
final class Generator {
  private final Draw draw;
  private final Set<Code> slips = EnumSet.noneOf(Code.class);
  private final Expressions expressions;
  private final BodyDraw bodies;

  private Generator(long seed) {
    draw = new Draw(seed);
    expressions = new Expressions(draw, slips);
    bodies = new BodyDraw(draw, expressions, slips, draw.percent(40) ? 0 : 25);
  }

  static SpecTree spec(long seed) {
    return new Generator(seed).spec();
  }

  private SpecTree spec() {
    Scope scope = bodies.file();
    Map<String, Setting> params = params(scope);
    Map<String, List<Setting>> inputs = inputs(scope);
    Shape first = scope.labels.getFirst().shape();
    List<Step> net = new ArrayList<>(bodies.body(scope, first, 1 + draw.below(6)).steps());
    if (net.isEmpty()) {
      net.add(BodyDraw.plain(dev.specc.op.OpName.RELU));
    }
    if (bodies.anything() && draw.percent(20)) {
      expressions.anythingArrives();
      net.add(draw.below(net.size() + 1), new Slips(draw, slips, bodies).step(scope));
    }
    List<SpecTree.Head> aux = draw.percent(12) ? aux(scope) : List.of();
    Map<String, String> outputs = draw.percent(15) ? outputs(scope) : Map.of();
    return new SpecTree(params, inputs, bodies.blocks(), net, aux, outputs, slips);
  }

  /** Numbers, lists and words, some of which depend on those before them. */
  private Map<String, Setting> params(Scope scope) {
    Map<String, Setting> params = new LinkedHashMap<>();
    for (int i = draw.below(3); i > 0; i--) {
      String name = "p" + i;
      long value = draw.within(1, 8);
      params.put(name, expressions.number(value, scope, null));
      scope.numbers.put(name, value);
    }
    if (draw.percent(25)) {
      List<Long> list = List.of(draw.within(1, 6), draw.within(1, 6), draw.within(1, 6));
      params.put("widths", Setting.of(list.stream().map(Setting::of).toList()));
      scope.lists.put("widths", list);
    }
    if (draw.percent(20)) {
      params.put("around", Setting.of("same"));
      scope.words.put("around", "same");
    }
    if (draw.percent(20)) {
      String act = draw.of("relu", "gelu", "tanh");
      params.put("act", Setting.of(act));
      scope.words.put("act", act);
    }
    bodies.share(scope);
    return params;
  }

  private Map<String, List<Setting>> inputs(Scope scope) {
    Map<String, List<Setting>> inputs = new LinkedHashMap<>();
    List<String> names =
        draw.percent(85)
            ? List.of("input")
            : draw.of(List.of("left", "right"), List.of("in_a", "in_b", "in_c"));
    Shape shape = inputShape();
    for (String name : names) {
      inputs.put(name, shape.dims().stream().map(d -> expressions.number(d, scope, null)).toList());
      scope.labels.add(new Scope.Label(name, shape));
      shape = draw.percent(60) ? shape : inputShape();
    }
    return inputs;
  }

  private Shape inputShape() {
    return draw.percent(12)
        ? Shape.of(draw.within(1, 12))
        : Shape.of(draw.within(1, 8), draw.within(1, 9), draw.within(1, 9));
  }

  private List<SpecTree.Head> aux(Scope scope) {
    List<SpecTree.Head> heads = new ArrayList<>();
    for (int i = 0; i < 1 + draw.below(2); i++) {
      Scope.Label from = draw.of(scope.labels);
      List<Step> body =
          new ArrayList<>(bodies.body(scope.inner(false), from.shape(), draw.below(3)).steps());
      if (draw.percent(60)) {
        body.addAll(bodies.classifier());
      }
      boolean runs = draw.percent(85);
      String when =
          runs && draw.percent(80) ? "" : expressions.condition(runs, new Scope(false, 0), null);
      heads.add(
          new SpecTree.Head("head" + i, from.name(), draw.of("", "0.3", "1 / 4", "2"), when, body));
    }
    return heads;
  }

  private Map<String, String> outputs(Scope scope) {
    Map<String, String> outputs = new LinkedHashMap<>();
    boolean named = draw.percent(50);
    for (int i = 0; i < 1 + draw.below(3); i++) {
      String label = draw.of(scope.labels).name();
      outputs.put(named ? "result" + i : label, label);
    }
    return outputs;
  }
}
