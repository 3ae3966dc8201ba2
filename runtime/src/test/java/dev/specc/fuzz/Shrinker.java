package dev.specc.fuzz;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a failing spec smaller as long as it fails in the same way: steps left out, combinators
 * unwrapped, calls replaced by what they call, options and modifiers dropped, numbers lowered.
 */
final class Shrinker {
  private static final int MAX_TRIES = 3000;
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Predicate<SpecTree> fails;
  private int tries;

  private Shrinker(Predicate<SpecTree> fails) {
    this.fails = fails;
  }

  /**
   * A spec that fails and of which every smaller neighbour passes, unless there are too many.
   *
   * @param fails holds for the spec itself
   */
  static SpecTree shrink(SpecTree spec, Predicate<SpecTree> fails) {
    return new Shrinker(fails).shrunk(spec);
  }

  private SpecTree shrunk(SpecTree spec) {
    SpecTree smallest = spec;
    Iterator<SpecTree> candidates = candidates(smallest).iterator();
    while (candidates.hasNext() && tries < MAX_TRIES) {
      SpecTree candidate = candidates.next();
      if (size(candidate) < size(smallest)) {
        tries++;
        if (fails.test(candidate)) {
          smallest = candidate;
          candidates = candidates(smallest).iterator();
        }
      }
    }
    return smallest;
  }

  /** Shorter is smaller; of two texts of one length, the one with the smaller numbers. */
  static long size(SpecTree spec) {
    String text = SpecText.of(spec);
    long sum = 0;
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      sum += Math.min(Long.parseLong(number.group()), 999);
    }
    return text.length() * 100_000L + sum;
  }

  /** Bold changes first. */
  private static Stream<SpecTree> candidates(SpecTree spec) {
    Function<Step, Stream<List<Step>>> smaller = step -> smaller(step, spec);
    Stream<SpecTree> heads = without(spec.aux()).map(spec::withAux);
    Stream<SpecTree> results =
        spec.outputs().isEmpty() ? Stream.of() : Stream.of(spec.withOutputs(Map.of()));
    Stream<SpecTree> net =
        bodies(spec.net(), smaller).filter(body -> !body.isEmpty()).map(spec::withNet);
    Stream<SpecTree> blocks = dropped(spec.blocks()).map(spec::withBlocks);
    Stream<SpecTree> blockBodies =
        replaced(spec.blocks(), (name, block) -> blocks(block, smaller)).map(spec::withBlocks);
    Stream<SpecTree> headBodies = at(spec.aux(), head -> heads(head, smaller)).map(spec::withAux);
    Stream<SpecTree> params = dropped(spec.params()).map(spec::withParams);
    Stream<SpecTree> values =
        replaced(spec.params(), (name, value) -> settings(value)).map(spec::withParams);
    Stream<SpecTree> inputs =
        dropped(spec.inputs()).filter(left -> !left.isEmpty()).map(spec::withInputs);
    Stream<SpecTree> dims =
        replaced(spec.inputs(), (name, dims1) -> at(dims1, Shrinker::settings))
            .map(spec::withInputs);
    return Stream.of(
            heads, results, net, blocks, blockBodies, headBodies, params, inputs, values, dims)
        .flatMap(s -> s);
  }

  private static Stream<SpecTree.Block> blocks(
      SpecTree.Block block, Function<Step, Stream<List<Step>>> smaller) {
    return Stream.concat(
        bodies(block.body(), smaller)
            .map(body -> new SpecTree.Block(block.params(), block.inputs(), body)),
        dropped(block.params())
            .map(params -> new SpecTree.Block(params, block.inputs(), block.body())));
  }

  private static Stream<SpecTree.Head> heads(
      SpecTree.Head head, Function<Step, Stream<List<Step>>> smaller) {
    return Stream.concat(
        Stream.of(new SpecTree.Head(head.as(), head.from(), "", "", head.body())),
        bodies(head.body(), smaller)
            .map(b -> new SpecTree.Head(head.as(), head.from(), head.weight(), head.when(), b)));
  }

  /** A list of steps with one left out, or with one replaced by less. */
  private static Stream<List<Step>> bodies(
      List<Step> steps, Function<Step, Stream<List<Step>>> smaller) {
    Stream<List<Step>> inside =
        Stream.iterate(0, i -> i < steps.size(), i -> i + 1)
            .flatMap(i -> smaller.apply(steps.get(i)).map(instead -> spliced(steps, i, instead)));
    return Stream.concat(without(steps), inside);
  }

  private static List<Step> spliced(List<Step> steps, int at, List<Step> instead) {
    List<Step> changed = new ArrayList<>(steps.subList(0, at));
    changed.addAll(instead);
    changed.addAll(steps.subList(at + 1, steps.size()));
    return changed;
  }

  /** What may stand in place of a step. */
  private static Stream<List<Step>> smaller(Step step, SpecTree spec) {
    Stream<List<Step>> unwrapped = step.bodies().stream();
    String callee =
        switch (step) {
          case Step.Call call -> call.block();
          case Step.Use use -> use.what();
          case Step other -> "";
        };
    Stream<List<Step>> called =
        Stream.ofNullable(spec.blocks().get(callee)).map(SpecTree.Block::body);
    Stream<List<Step>> inside =
        at(step.bodies(), body -> bodies(body, inner -> smaller(inner, spec)))
            .map(step::withBodies)
            .map(List::of);
    Stream<List<Step>> beside = modifiers(step.modifiers()).map(step::with).map(List::of);
    return Stream.of(unwrapped, called, inside, beside, simpler(step).map(List::of))
        .flatMap(s -> s);
  }

  private static Stream<Step.Modifiers> modifiers(Step.Modifiers m) {
    return Stream.concat(
        Stream.of(
            m.withExpect(List.of()),
            m.withWhen(""),
            m.withAs(""),
            m.withShare(""),
            m.withFrom(List.of())),
        at(m.expect(), Shrinker::settings).map(m::withExpect));
  }

  private static Stream<Step> simpler(Step step) {
    return switch (step) {
      case Step.Op op ->
          options(op.options()).map(options -> new Step.Op(op.op(), options, op.modifiers()));
      case Step.Call call ->
          options(call.arguments())
              .map(options -> new Step.Call(call.block(), options, call.modifiers()));
      case Step.Use use ->
          options(use.arguments())
              .map(options -> new Step.Use(use.what(), options, use.modifiers()));
      case Step.Branches b ->
          Stream.concat(
              dropped(b.branches())
                  .filter(left -> !left.isEmpty())
                  .map(left -> new Step.Branches(left, b.join(), b.modifiers())),
              Stream.of(new Step.Branches(b.branches(), "", b.modifiers())));
      case Step.Residual r ->
          Stream.of(
              new Step.Residual(r.body(), "", List.of(), r.scale(), r.modifiers()),
              new Step.Residual(r.body(), r.shortcut(), r.shortcutSteps(), "", r.modifiers()));
      case Step.Dense d ->
          settings(d.layers()).map(n -> new Step.Dense(d.body(), n, d.index(), d.modifiers()));
      case Step.Repeat r ->
          Stream.concat(
              Stream.of(
                  new Step.Repeat(r.body(), "times", Setting.of(2), "", r.index(), r.modifiers())),
              settings(r.count())
                  .map(
                      n ->
                          new Step.Repeat(
                              r.body(), r.key(), n, r.item(), r.index(), r.modifiers())));
      case Step.Join j ->
          without(j.labels())
              .filter(labels -> labels.size() > 1)
              .map(labels -> new Step.Join(j.word(), labels, j.modifiers()));
      case Step.Transition t ->
          Stream.of(new Step.Transition(java.util.Optional.empty(), t.modifiers()));
      case Step.Sequence s -> Stream.of();
    };
  }

  private static Stream<Map<String, Setting>> options(Map<String, Setting> options) {
    return Stream.concat(dropped(options), replaced(options, (name, value) -> settings(value)));
  }

  private static Stream<Setting> settings(Setting setting) {
    return switch (setting) {
      case Setting.Text(String text) ->
          text.matches("-?\\d+")
              ? Stream.of("0", "1", "2", "3", Long.toString(Long.parseLong(text) - 1))
                  .map(Setting::of)
              : Stream.of("1", "2", "3", "4", "true").map(Setting::of);
      case Setting.Items(List<Setting> items) ->
          Stream.concat(
              items.stream(),
              Stream.concat(without(items), at(items, Shrinker::settings)).map(Setting::of));
      case Setting.Fields(Map<String, Setting> fields) -> options(fields).map(Setting.Fields::new);
    };
  }

  /** The list with one item left out. */
  private static <T> Stream<List<T>> without(List<T> items) {
    return Stream.iterate(0, i -> i < items.size(), i -> i + 1)
        .map(
            i -> {
              List<T> left = new ArrayList<>(items);
              left.remove((int) i);
              return left;
            });
  }

  /** The list with one item replaced. */
  private static <T> Stream<List<T>> at(List<T> items, Function<T, Stream<T>> smaller) {
    return Stream.iterate(0, i -> i < items.size(), i -> i + 1)
        .flatMap(
            i ->
                smaller
                    .apply(items.get(i))
                    .map(
                        instead -> {
                          List<T> changed = new ArrayList<>(items);
                          changed.set(i, instead);
                          return changed;
                        }));
  }

  private static <V> Stream<Map<String, V>> dropped(Map<String, V> map) {
    return map.keySet().stream()
        .map(
            key -> {
              Map<String, V> left = new LinkedHashMap<>(map);
              left.remove(key);
              return left;
            });
  }

  private static <V> Stream<Map<String, V>> replaced(
      Map<String, V> map, BiFunction<String, V, Stream<V>> smaller) {
    return map.entrySet().stream()
        .flatMap(
            e ->
                smaller
                    .apply(e.getKey(), e.getValue())
                    .map(
                        instead -> {
                          Map<String, V> changed = new LinkedHashMap<>(map);
                          changed.put(e.getKey(), instead);
                          return changed;
                        }));
  }
}
