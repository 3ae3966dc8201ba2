package dev.specc.elaborate;

import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.elaborate.GraphBuilder.Draft;
import dev.specc.expression.Expr;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Normalisation;
import dev.specc.op.Op;
import dev.specc.op.Pool;
import dev.specc.op.Rearrangement;
import dev.specc.op.Shape;
import dev.specc.op.Window;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Other values of options that may mend a mismatch, the likeliest first. Repair tries them, and
 * those of {@link StepProposals}.
 */
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
      Shape input = builder.draft(draft.inputs().getFirst()).output();
      String verb = input.isMap() && input.size().equals(wanted.size()) ? "keeps " : "gives ";
      EditPoints points = new EditPoints(draft.source());
      for (Change change : changes(draft.op(), wanted, input)) {
        String effect = change.gives ? verb + wanted.size() : "makes the sizes agree";
        add(points, change.option, change.value, effect, change.gives ? direct : others);
      }
    }
    direct.addAll(others);
    return direct;
  }

  /** Another value of an option, and whether the layer gives the wanted size with it. */
  private record Change(String option, String value, boolean gives) {}

  private static List<Change> changes(Op op, Shape wanted, Shape input) {
    if (op instanceof ConvTranspose transpose) {
      return TransposeChange.of(transpose).stream()
          .map(c -> new Change(c.option(), c.value(), c.gives(wanted, input)))
          .toList();
    }
    return window(op).stream()
        .flatMap(window -> WindowChange.of(window, !(op instanceof Conv)).stream())
        .map(c -> new Change(c.option(), c.value(), c.gives(wanted, input)))
        .toList();
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
    String effect = "gives " + wanted + " channels";
    last(wire, "out")
        .map(draft -> new EditPoints(draft.source()))
        .ifPresent(points -> add(points, "out", wanted, effect, proposals));
    return proposals;
  }

  /** What brings two values together: either may be the wrong one, the first more likely. */
  List<Proposal> forEither(Wire.Known first, Wire.Known second, Causes.Aspect aspect) {
    return switch (aspect) {
      case SIZE -> {
        List<Proposal> windows =
            both(forSize(first, second.shape()), forSize(second, first.shape()));
        List<Proposal> inputs =
            builder.inputs().stream()
                .flatMap(input -> InputSizes.near(input.origin().span(), input.output()).stream())
                .toList();
        boolean likely = enlarges(first) || enlarges(second);
        yield likely ? both(inputs, windows) : both(windows, inputs);
      }
      case CHANNELS -> both(forChannels(first, second), forChannels(second, first));
      case RANK -> List.of();
    };
  }

  private boolean enlarges(Wire.Known wire) {
    return wayBack(wire).stream()
        .map(Draft::op)
        .anyMatch(op -> op instanceof ConvTranspose || op instanceof Rearrangement.Upsample);
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

  /** The block on the way to a value that lets a kernel be chosen, and no padding for it. */
  Optional<String> blockWithoutPadding(Wire.Known wire) {
    return wayBack(wire).stream()
        .filter(draft -> draft.op() instanceof Conv conv && conv.window().kernel().height() > 1)
        .filter(draft -> draft.source().argument("padding").isEmpty())
        .filter(
            draft ->
                draft
                    .source()
                    .argument("kernel")
                    .filter(k -> k.value() instanceof Expr.Name)
                    .isPresent())
        .map(draft -> draft.origin().frame())
        .filter(Objects::nonNull)
        .map(frame -> frame.at().text())
        .findFirst();
  }

  private static Optional<Window> window(Op op) {
    return switch (op) {
      case Conv conv -> Optional.of(conv.window());
      case Pool.MaxPool pool -> Optional.of(pool.window());
      case Pool.AvgPool pool -> Optional.of(pool.window());
      default -> Optional.empty();
    };
  }

  /** Smaller kernels and more padding for a window that does not fit; or another input. */
  List<Proposal> forWindow(Op op, OptionSource source, Shape input) {
    List<Proposal> proposals = new ArrayList<>();
    for (Draft first : builder.inputs()) {
      ChannelsLast.mended(first.origin().span(), first.output())
          .map(edit -> new Proposal("`" + edit.replacement() + "` has the channels first", edit))
          .ifPresent(proposals::add);
    }
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

  /** What a linear layer needs that gets a map: a vector, or to run at every place. */
  List<Proposal> forVector(Span step, OptionSource source) {
    List<Proposal> proposals = new ArrayList<>(StepProposals.stepBefore("flatten", step));
    add(new EditPoints(source), "over", "channels", "keeps height and width", proposals);
    return proposals;
  }

  /** The largest padding that a pool may have. */
  List<Proposal> forPadding(Op op, OptionSource source) {
    List<Proposal> proposals = new ArrayList<>();
    window(op)
        .ifPresent(
            w -> {
              long most = w.reach().height() / 2;
              EditPoints points = new EditPoints(source);
              add(points, "padding", w.kernel().height() / 2, "is half the kernel", proposals);
              add(points, "padding", most, "is half the kernel", proposals);
              add(points, "padding", 0, "pads nothing", proposals);
              add(points, "dilation", 1, "skips no pixels", proposals);
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

  /** The two together, without doubles. */
  static List<Proposal> both(List<Proposal> first, List<Proposal> second) {
    Set<Proposal> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
