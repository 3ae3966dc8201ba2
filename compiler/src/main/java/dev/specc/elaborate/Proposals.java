package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.elaborate.GraphBuilder.Draft;
import dev.specc.op.Conv;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Edits that may mend a mismatch, the likeliest first. Repair tries them. */
final class Proposals {
  /** How many layers back a cause is looked for. */
  private static final int MAX_LAYERS = 6;

  private final GraphBuilder builder;

  Proposals(GraphBuilder builder) {
    this.builder = builder;
  }

  /** Other windows on the way to a value, so that it gets the wanted height and width. */
  List<Proposal> forSize(Wire.Known wire, Shape wanted) {
    List<Proposal> proposals = new ArrayList<>();
    for (Draft draft : wayBack(wire)) {
      window(draft.op()).ifPresent(w -> windows(draft, w, wanted, proposals));
    }
    return proposals;
  }

  /** Another number of channels from the last convolution before a value. */
  List<Proposal> forChannels(Wire.Known wire, long wanted) {
    List<Proposal> proposals = new ArrayList<>();
    for (Draft draft : wayBack(wire)) {
      if (draft.source() != null && draft.source().argument("out").isPresent()) {
        String value = Long.toString(wanted);
        for (Edit edit : new EditPoints(draft.source()).set("out", value)) {
          proposals.add(new Proposal("`out: " + value + "` gives " + value + " channels", edit));
        }
        return proposals;
      }
    }
    return proposals;
  }

  /** The nodes behind a value that have options, nearest first, along their first inputs. */
  private List<Draft> wayBack(Wire.Known wire) {
    List<Draft> way = new ArrayList<>();
    int at = wire.node();
    int layers = 0;
    while (layers < MAX_LAYERS) {
      Draft draft = builder.draft(at);
      if (draft.inputs().isEmpty()) {
        break;
      }
      if (draft.source() != null && !draft.source().arguments().isEmpty()) {
        way.add(draft);
        layers++;
      }
      at = draft.inputs().getFirst();
    }
    return way;
  }

  private static Optional<Window> window(Op op) {
    return switch (op) {
      case Conv conv -> Optional.of(conv.window());
      case Pool.MaxPool pool -> Optional.of(pool.window());
      case Pool.AvgPool pool -> Optional.of(pool.window());
      default -> Optional.empty();
    };
  }

  private void windows(Draft draft, Window window, Shape wanted, List<Proposal> proposals) {
    Shape input = builder.draft(draft.inputs().getFirst()).output();
    EditPoints points = new EditPoints(draft.source());
    List<Window> others = new ArrayList<>();
    for (long padding : paddings(window)) {
      others.add(withPadding(window, padding));
    }
    others.add(withStride(window, 1));
    others.add(withStride(window, 2));
    if (!(draft.op() instanceof Conv)) {
      others.add(withCeilMode(window));
    }
    for (long kernel : kernels(window)) {
      others.add(withKernel(window, kernel));
    }
    for (Window other : others) {
      if (!other.equals(window)) {
        propose(draft, window, other, input, wanted, points, proposals);
      }
    }
  }

  private void propose(
      Draft draft,
      Window window,
      Window other,
      Shape input,
      Shape wanted,
      EditPoints points,
      List<Proposal> proposals) {
    String option = changed(window, other);
    String value = value(other, option);
    boolean direct =
        input.isMap()
            && other.slide(input, 1) instanceof dev.specc.op.Inference.Output output
            && output.shape().sameSize(wanted.withChannels(1));
    String effect =
        wanted.isMap() && input.isMap() && input.size().equals(wanted.size())
            ? "keeps " + wanted.size()
            : "gives " + wanted.size();
    String title =
        "`" + option + ": " + value + "`" + (direct ? " " + effect : " makes the sizes agree");
    List<Proposal> made = new ArrayList<>();
    points.set(option, value).forEach(edit -> made.add(new Proposal(title, edit)));
    proposals.addAll(direct ? firstIndirect(proposals) : proposals.size(), made);
  }

  /** Where the proposals end that give the size by themselves: those come first. */
  private static int firstIndirect(List<Proposal> proposals) {
    int at = 0;
    while (at < proposals.size() && !proposals.get(at).title().endsWith("makes the sizes agree")) {
      at++;
    }
    return at;
  }

  private static Set<Long> paddings(Window window) {
    Set<Long> paddings = new LinkedHashSet<>();
    long keeps = window.dilation().height() * (window.kernel().height() - 1) / 2;
    paddings.add(keeps);
    if (window.padding() instanceof Padding.Explicit explicit) {
      long now = explicit.pair().height();
      paddings.addAll(List.of(now + 1, Math.max(0, now - 1), now + 2));
    }
    return paddings;
  }

  private static Set<Long> kernels(Window window) {
    long now = window.kernel().height();
    Set<Long> kernels = new LinkedHashSet<>();
    for (long kernel : List.of(now - 2, now + 2, now - 1, now + 1, 3L, 1L)) {
      if (kernel >= 1) {
        kernels.add(kernel);
      }
    }
    return kernels;
  }

  private static Window withPadding(Window w, long padding) {
    return new Window(
        w.kernel(), w.stride(), Padding.of(padding, padding), w.dilation(), w.ceilMode());
  }

  private static Window withStride(Window w, long stride) {
    return new Window(w.kernel(), Pair.both(stride), w.padding(), w.dilation(), w.ceilMode());
  }

  private static Window withKernel(Window w, long kernel) {
    return new Window(Pair.both(kernel), w.stride(), w.padding(), w.dilation(), w.ceilMode());
  }

  private static Window withCeilMode(Window w) {
    return new Window(w.kernel(), w.stride(), w.padding(), w.dilation(), !w.ceilMode());
  }

  private static String changed(Window window, Window other) {
    if (!window.padding().equals(other.padding())) {
      return "padding";
    }
    if (!window.stride().equals(other.stride())) {
      return "stride";
    }
    return window.ceilMode() != other.ceilMode() ? "ceil_mode" : "kernel";
  }

  private static String value(Window window, String option) {
    return switch (option) {
      case "padding" -> ((Padding.Explicit) window.padding()).pair().shortest();
      case "stride" -> window.stride().shortest();
      case "ceil_mode" -> Boolean.toString(window.ceilMode());
      default -> window.kernel().shortest();
    };
  }

  /** Smaller kernels and more padding for a window that does not fit. */
  List<Proposal> forWindow(Op op, OptionSource source, Shape input) {
    List<Proposal> proposals = new ArrayList<>();
    Optional<Window> window = window(op);
    if (window.isEmpty() || !input.isMap()) {
      return proposals;
    }
    long kernel = window.get().kernel().height();
    EditPoints points = new EditPoints(source);
    long fits = Math.min(input.height(), input.width());
    for (long padding : paddings(window.get())) {
      add(points, "padding", padding, "makes room for the window", proposals);
    }
    for (long smaller : new TreeSet<>(List.of(fits, 3L, 2L, 1L)).descendingSet()) {
      if (smaller < kernel) {
        add(points, "kernel", smaller, "fits into " + input.size(), proposals);
      }
    }
    return proposals;
  }

  /** Groups that divide, nearest first; or an `out` that the groups divide. */
  List<Proposal> forGroups(Op op, OptionSource source, Shape input) {
    List<Proposal> proposals = new ArrayList<>();
    EditPoints points = new EditPoints(source);
    long in = input.channels();
    long out = op instanceof Conv conv ? conv.out() : in;
    long groups = groups(op);
    if (in % groups == 0) {
      long nearest = Math.max(groups, Math.round((double) out / groups) * groups);
      add(points, "out", nearest, "is a multiple of the groups", proposals);
    }
    LongStream.rangeClosed(1, Math.min(in, 4096))
        .filter(candidate -> in % candidate == 0 && out % candidate == 0)
        .boxed()
        .sorted(Comparator.comparingLong(candidate -> Math.abs(candidate - groups)))
        .limit(4)
        .forEach(candidate -> add(points, "groups", candidate, "divides " + in, proposals));
    return proposals;
  }

  private static long groups(Op op) {
    return switch (op) {
      case Conv conv -> conv.groups();
      case Normalisation.GroupNorm norm -> norm.groups();
      case Rearrangement.ChannelShuffle shuffle -> shuffle.groups();
      default -> 1;
    };
  }

  /** The largest padding that a pool may have. */
  List<Proposal> forPadding(Op op, OptionSource source) {
    List<Proposal> proposals = new ArrayList<>();
    window(op)
        .ifPresent(
            w -> {
              long most = (w.dilation().height() * (w.kernel().height() - 1) + 1) / 2;
              EditPoints points = new EditPoints(source);
              add(points, "padding", w.kernel().height() / 2, "is half the kernel", proposals);
              add(points, "padding", most, "is half the kernel", proposals);
              add(points, "padding", 0, "pads nothing", proposals);
            });
    return proposals;
  }

  private static void add(
      EditPoints points, String option, long value, String effect, List<Proposal> proposals) {
    String title = "`" + option + ": " + value + "` " + effect;
    for (Edit edit : points.set(option, Long.toString(value))) {
      proposals.add(new Proposal(title, edit));
    }
  }

  /** A step on a line of its own before a step that starts a line. */
  List<Proposal> stepBefore(String step, Span span) {
    SourceFile file = span.file();
    int start = file.lineStart(span.line());
    String before = file.text().substring(start, span.start());
    if (!before.matches("\\s*- ")) {
      return List.of();
    }
    Edit edit = new Edit(file.span(start, start), before + step + "\n");
    return List.of(new Proposal("`- " + step + "` before it makes a vector", edit));
  }

  /** {@code shortcut: projection} beside a residual that has none. */
  List<Proposal> projection(Step.ResidualStep step) {
    Step.Shortcut shortcut = step.shortcut();
    if (!(shortcut instanceof Step.Shortcut.IdentityShortcut)) {
      return List.of();
    }
    String title = "`shortcut: projection` brings the input to the body's shape";
    if (!shortcut.span().equals(step.span())) {
      return List.of(new Proposal(title, new Edit(shortcut.span(), "projection")));
    }
    return below(step, "shortcut: projection")
        .map(edit -> List.of(new Proposal(title, edit)))
        .orElse(List.of());
  }

  /** A key on a line of its own after the body of a step in block style. */
  private static Optional<Edit> below(Step.ResidualStep step, String text) {
    SourceFile file = step.span().file();
    String before = file.text().substring(file.lineStart(step.span().line()), step.span().start());
    if (!before.matches("[\\s-]*")) {
      return Optional.empty();
    }
    int line = step.end().endLine();
    int end = file.lineStart(line) + file.lineText(line).length();
    String lineBreak = "\n" + " ".repeat(before.length());
    return Optional.of(new Edit(file.span(end, end), lineBreak + text));
  }

  /** Half of what a `/` gave: rounding down. */
  static Optional<Proposal> roundingDown(Span expression) {
    String text = expression.text();
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
      return Optional.empty();
    }
    Span at = expression.part(slash, slash + 1);
    return Optional.of(new Proposal("`//` rounds down", new Edit(at, "//")));
  }

  /** Another expectation: what really comes out. */
  static Proposal expectation(Span expect, Shape result) {
    return new Proposal(
        "`expect: " + result + "` is what comes out", new Edit(expect, result.toString()));
  }

  /** The two together, without doubles. */
  static List<Proposal> both(List<Proposal> first, @Nullable List<Proposal> second) {
    Set<Proposal> all = new LinkedHashSet<>(first);
    if (second != null) {
      all.addAll(second);
    }
    return List.copyOf(all);
  }
}
