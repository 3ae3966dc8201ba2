package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.elaborate.GraphBuilder.Draft;
import dev.specc.op.Conv;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
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
import java.util.Locale;
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

  /**
   * Other windows on the way to a value, so that it gets the wanted height and width: first those
   * that give it by themselves, then those that may in the end.
   */
  List<Proposal> forSize(Wire.Known wire, Shape wanted) {
    List<Proposal> direct = new ArrayList<>();
    List<Proposal> others = new ArrayList<>();
    for (Draft draft : wayBack(wire)) {
      Optional<Window> window = window(draft.op());
      if (window.isPresent()) {
        Shape input = builder.draft(draft.inputs().getFirst()).output();
        EditPoints points = new EditPoints(draft.source());
        for (WindowChange change : WindowChange.of(window.get(), !(draft.op() instanceof Conv))) {
          boolean gives = change.gives(wanted, input);
          String verb = input.isMap() && input.size().equals(wanted.size()) ? "keeps " : "gives ";
          String effect = gives ? verb + wanted.size() : "makes the sizes agree";
          add(points, change.option(), change.value(), effect, gives ? direct : others);
        }
      }
    }
    direct.addAll(others);
    return direct;
  }

  /** The channels of another value from the last convolution before this one. */
  List<Proposal> forChannels(Wire.Known wire, Wire.Known other) {
    Set<String> words = new LinkedHashSet<>();
    Optional<Draft> mine = last(wire, "out");
    last(other, "out")
        .filter(theirs -> mine.isPresent() && sees(mine.get(), theirs))
        .flatMap(theirs -> theirs.source().argument("out"))
        .map(argument -> argument.value().span().text())
        .ifPresent(words::add);
    List<Proposal> proposals = new ArrayList<>();
    mine.ifPresent(
        draft -> {
          words.addAll(draft.source().environment().namesOf(other.shape().channels()));
          Edit edit = new Edit(draft.source().argument("out").orElseThrow().value().span(), "");
          for (String word : words) {
            String title = "`out: " + word + "` gives " + other.shape().channels() + " channels";
            proposals.add(new Proposal(title, new Edit(edit.span(), word)));
          }
        });
    return both(proposals, forChannels(wire, other.shape().channels()));
  }

  /** Whether two layers stand in one body, so that one can be written with the other's words. */
  private static boolean sees(Draft mine, Draft theirs) {
    return mine.source().environment() == theirs.source().environment();
  }

  private Optional<Draft> last(Wire.Known wire, String option) {
    return wayBack(wire).stream()
        .filter(draft -> draft.source() != null && draft.source().argument(option).isPresent())
        .findFirst();
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
    for (long padding : WindowChange.paddings(window.get())) {
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
    add(points, option, Long.toString(value), effect, proposals);
  }

  private static void add(
      EditPoints points, String option, String value, String effect, List<Proposal> proposals) {
    String title = "`" + option + ": " + value + "` " + effect;
    for (Edit edit : points.set(option, value)) {
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

  /** Another way to join the same parts. */
  List<Proposal> join(Step step, Step.JoinKind kind, String effect) {
    Span written =
        switch (step) {
          case Step.JoinStep join when join.join() != kind -> join.span();
          case Step.BranchesStep branches when branches.join() != kind -> branches.joinSpan();
          default -> null;
        };
    String word = kind.name().toLowerCase(Locale.ROOT);
    return written == null
        ? List.of()
        : List.of(new Proposal("`" + word + "` " + effect, new Edit(written, word)));
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
