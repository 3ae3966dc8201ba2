package dev.specc.mutation;

import dev.specc.diagnostic.Edit;
import dev.specc.op.Shape;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Wrong numbers: one option of one step. */
final class ShapeMutators {
  private static final Set<String> CONVS = Set.of("conv", "separable_conv");
  private static final Set<String> POOLS = Set.of("max_pool", "avg_pool");

  private ShapeMutators() {}

  /** Another padding, or none. */
  static List<Change> paddings(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      step.option("padding")
          .ifPresent(e -> changes.add(Change.of(e.value().span(), otherPadding(e, random))));
    }
    return changes;
  }

  private static String otherPadding(Entry entry, Random random) {
    List<String> others =
        Stream.of("0", "1", "2", "3").filter(o -> !o.equals(entry.value().span().text())).toList();
    return pick(others, random);
  }

  static List<Change> kernels(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      for (Scalar number : numbers(step, "kernel")) {
        long now = Long.parseLong(number.text());
        List<Long> others =
            Stream.of(now - 2, now - 1, now + 1, now + 2, now + 4).filter(k -> k >= 1).toList();
        changes.add(Change.of(number.span(), pick(others, random).toString()));
      }
    }
    return changes;
  }

  /** Another stride, or one where there is none. */
  static List<Change> strides(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      for (Scalar number : numbers(step, "stride")) {
        changes.add(
            Change.of(
                number.span(), number.text().equals("1") ? "2" : pick(List.of("1", "3"), random)));
      }
      boolean slides = CONVS.contains(step.op()) || POOLS.contains(step.op());
      if (slides && step.option("stride").isEmpty()) {
        added(step, "stride: 2").ifPresent(changes::add);
      }
    }
    return changes;
  }

  static List<Change> outs(SpecText text, Random random) {
    return text.steps().stream()
        .filter(step -> !step.op().startsWith("adaptive"))
        .flatMap(step -> step.option("out").stream())
        .flatMap(e -> otherOut(e, random).stream())
        .toList();
  }

  /** A number with another one beside it, or with other digits. */
  private static Optional<Change> otherOut(Entry entry, Random random) {
    if (!(entry.value() instanceof Scalar value) || !value.verbatim()) {
      return Optional.empty();
    }
    if (value.kind() == Kind.INTEGER) {
      long now = Long.parseLong(value.text());
      List<Long> others = List.of(now * 2, Math.max(1, now / 2), now + 8, now + 1, now * 10);
      List<Long> different = others.stream().filter(o -> o != now).toList();
      return Optional.of(Change.of(value.span(), pick(different, random).toString()));
    }
    Span inner =
        value.span().file().span(value.textStart(), value.textStart() + value.text().length());
    String wrong = pick(List.of("2 * (%s)", "%s + 8", "64", "4 * (%s)"), random);
    return Optional.of(Change.of(inner, wrong.formatted(value.text())));
  }

  /** Groups that are there with another number, and groups where there are none. */
  static List<Change> groups(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      String number = pick(List.of("3", "5", "7", "32", "48"), random);
      step.option("groups").ifPresent(e -> changes.add(Change.of(e.value().span(), number)));
      boolean plain = step.option("groups").isEmpty() && step.option("depthwise").isEmpty();
      if (step.op().equals("conv") && plain) {
        added(step, "groups: " + number).ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** Another number of channels out of the last convolution of a residual's body. */
  static List<Change> residualBodies(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace residual : text.steps()) {
      if (residual.op().equals("residual")) {
        Span inside = residual.value().span();
        text.steps().stream()
            .filter(s -> inside.contains(s.key().span()) && s.option("out").isPresent())
            .reduce((first, second) -> second)
            .flatMap(last -> otherOut(last.option("out").orElseThrow(), random))
            .ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** An assertion that does not hold: one that is there, or one more. */
  static List<Change> expectations(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      Optional<Entry> expect = step.modifier("expect");
      if (expect.isPresent()) {
        List<YamlNode> dims = ((Sequence) expect.get().value()).items();
        YamlNode dim = pick(dims, random);
        changes.add(
            Change.of(dim.span(), Long.toString(other(Long.parseLong(dim.span().text()), random))));
      } else if (step.startsLine() && !step.around().contains("aux")) {
        text.output(step).ifPresent(shape -> changes.add(expecting(step, wrong(shape, random))));
      }
    }
    return changes;
  }

  private static Shape wrong(Shape shape, Random random) {
    List<Long> dims = new ArrayList<>(shape.dims());
    int at = random.nextInt(dims.size());
    dims.set(at, other(dims.get(at), random));
    return new Shape(dims);
  }

  private static long other(long number, Random random) {
    return pick(List.of(number + 1, number * 2, number + 8), random);
  }

  private static Change expecting(StepPlace step, Shape shape) {
    SourceFile file = step.file();
    int column = StepPlace.indentation(step.node()).orElseThrow();
    String text = "\n" + " ".repeat(column) + "expect: " + shape;
    int end = step.node().span().end();
    Edit below = new Edit(file.span(end, end), text);
    return step.map().isPresent()
        ? new Change(List.of(below), List.of())
        : new Change(List.of(new Edit(file.span(end, end), ":" + text)), List.of());
  }

  /** The net's input, and `in` in expressions. */
  static List<Change> wrongIn(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    if (text.root().get("input").orElse(null) instanceof Sequence input) {
      for (YamlNode dim : input.items()) {
        if (dim instanceof Scalar number && number.kind() == Kind.INTEGER) {
          long now = Long.parseLong(number.text());
          List<Long> others =
              Stream.of(now / 10, now - 1, now / 7, now + 2)
                  .filter(o -> o > 0 && o != now)
                  .toList();
          changes.add(Change.of(number.span(), pick(others, random).toString()));
        }
      }
    }
    for (Scalar value : text.values()) {
      for (Span use : SpecText.uses(value, "in")) {
        String wrong = pick(List.of("in + 1", "2 * in", "in // 2", "height"), random);
        String bracketed = use.text().equals(value.text()) ? wrong : "(" + wrong + ")";
        changes.add(Change.of(use, bracketed));
      }
    }
    return changes;
  }

  /** The whole numbers of an option, one or a pair. */
  private static List<Scalar> numbers(StepPlace step, String option) {
    return step.option(option).stream()
        .flatMap(
            e ->
                switch (e.value()) {
                  case Scalar scalar -> Stream.of(scalar);
                  case Sequence list -> list.items().stream().map(item -> (Scalar) item);
                  case YamlNode.Mapping map -> Stream.<Scalar>of();
                })
        .filter(number -> number.kind() == Kind.INTEGER)
        .toList();
  }

  /** One more option at the end of those in braces. */
  private static Optional<Change> added(StepPlace step, String option) {
    List<Entry> options = step.options();
    boolean braces = step.value().span().text().startsWith("{");
    if (options.isEmpty() || !braces) {
      return Optional.empty();
    }
    int end = step.value().span().end() - 1;
    return Optional.of(Change.of(step.file().span(end, end), ", " + option));
  }

  static <T> T pick(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
