package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.op.*;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws the options of an op for a shape that arrives: fitting ones, or any. */
final class OpDraw {
  /**
   * @param out what the op probably makes of the shape; null where that is unknown
   */
  record Drawn(Map<String, Setting> options, @Nullable Shape out) {}

  private static final int TRIES = 10;

  /** Larger results are drawn again: nets stay cheap to run. */
  static final long MAX_ELEMENTS = 1024;

  /** What stands in for a shape that is unknown, or that the op does not take. */
  private static final Shape STAND_IN = Shape.of(4, 5, 5);

  private final Draw draw;
  private final Expressions expressions;
  private final Set<Code> slips;

  private Scope scope = new Scope(false, 0);
  private @Nullable Shape arriving;
  private boolean wild;
  private Map<String, Setting> options = new LinkedHashMap<>();

  OpDraw(Draw draw, Expressions expressions, Set<Code> slips) {
    this.draw = draw;
    this.expressions = expressions;
    this.slips = slips;
  }

  /**
   * @param anything whether the options may be such that the op cannot run
   */
  Drawn draw(OpName name, @Nullable Shape in, Scope within, boolean anything) {
    scope = within;
    arriving = in;
    wild = anything;
    Shape taken = in == null || (needsMap(name) && !in.isMap()) ? STAND_IN : in;
    Drawn drawn = once(name, taken, in);
    for (int i = 0; i < TRIES && again(drawn, taken); i++) {
      drawn = once(name, taken, in);
    }
    return drawn;
  }

  private boolean again(Drawn drawn, Shape taken) {
    return drawn.out == null
        ? !wild && arriving == taken
        : drawn.out.isTooLarge() || drawn.out.elements() > MAX_ELEMENTS;
  }

  private Drawn once(OpName name, Shape taken, @Nullable Shape in) {
    options = new LinkedHashMap<>();
    List<Op> ops = ops(name, taken);
    Shape out = in;
    for (Op op : ops) {
      out = out != null && op.infer(List.of(out)) instanceof Inference.Output o ? o.shape() : null;
    }
    return new Drawn(options, out);
  }

  static boolean needsMap(OpName name) {
    return switch (name) {
      case CONV, SEPARABLE_CONV, CONV_TRANSPOSE, LOCAL_RESPONSE_NORM -> true;
      case MAX_POOL, AVG_POOL, ADAPTIVE_AVG_POOL, ADAPTIVE_MAX_POOL -> true;
      case GLOBAL_AVG_POOL, GLOBAL_MAX_POOL, PAD, UPSAMPLE, CHANNEL_SHUFFLE -> true;
      case LINEAR, BATCH_NORM, LAYER_NORM, GROUP_NORM, LAYER_SCALE -> false;
      case RELU, RELU6, LEAKY_RELU, ELU, GELU, SILU, SIGMOID, TANH -> false;
      case HARD_SIGMOID, HARD_SWISH, SOFTMAX, LOG_SOFTMAX, DROPOUT, DROP_PATH -> false;
      case FLATTEN, RESHAPE, SLICE, AFFINE, IDENTITY, ZERO -> false;
    };
  }

  /** The op that the options describe; two for a separable convolution. */
  private List<Op> ops(OpName name, Shape in) {
    return switch (name) {
      case CONV -> List.of(conv(in));
      case SEPARABLE_CONV -> separable(in);
      case CONV_TRANSPOSE -> List.of(transposed(in));
      case LINEAR -> List.of(linear(in));
      case BATCH_NORM -> {
        real("momentum", "0.1", "0.5", "1", "0", "1 / 4");
        yield List.of(new Normalisation.BatchNorm(eps(), 0.1, affine()));
      }
      case LAYER_NORM -> List.of(new Normalisation.LayerNorm(eps(), affine()));
      case GROUP_NORM -> List.of(new Normalisation.GroupNorm(groups(in, true), eps(), affine()));
      case LOCAL_RESPONSE_NORM -> {
        long size = whole("size", draw.within(1, 6));
        real("alpha", "0.0001", "0.5", "0");
        real("beta", "0.75", "1", "0");
        real("k", "1", "2", "0");
        yield List.of(new Normalisation.LocalResponseNorm(size, 1, 1, 1));
      }
      case LAYER_SCALE -> {
        real("init", "1e-06", "1", "0", "-0.5");
        yield List.of(new LayerScale(1));
      }
      case LEAKY_RELU -> {
        real("negative_slope", "0.01", "0.2", "0", "-1", "1 / 8");
        yield List.of(new Identity());
      }
      case ELU -> {
        real("alpha", "1", "0.5", "2");
        yield List.of(new Identity());
      }
      case RELU, RELU6, GELU, SILU, SIGMOID, TANH -> List.of(new Identity());
      case HARD_SIGMOID, HARD_SWISH, SOFTMAX, LOG_SOFTMAX -> List.of(new Identity());
      case IDENTITY, ZERO -> List.of(new Identity());
      case DROPOUT -> {
        real("p", "0", "0.5", "0.9", "1");
        yield List.of(new Identity());
      }
      case DROP_PATH -> {
        options.put("p", Setting.of(draw.of("0", "0.2", "1", "1 / 2")));
        yield List.of(new Identity());
      }
      case AFFINE -> {
        real("scale", "1", "0.5", "-2", "0");
        real("shift", "0", "1.5", "-1");
        yield List.of(new Identity());
      }
      case MAX_POOL -> List.of(new Pool.MaxPool(window(in, true, true)));
      case AVG_POOL -> {
        Window window = window(in, true, false);
        flag("count_include_pad");
        yield List.of(new Pool.AvgPool(window, true));
      }
      case ADAPTIVE_AVG_POOL -> List.of(new Pool.AdaptiveAvgPool(pair("out", size(), size())));
      case ADAPTIVE_MAX_POOL -> List.of(new Pool.AdaptiveMaxPool(pair("out", size(), size())));
      case GLOBAL_AVG_POOL, GLOBAL_MAX_POOL -> List.of(new Pool.GlobalAvgPool());
      case FLATTEN -> List.of(flatten(in));
      case RESHAPE -> List.of(reshape(in));
      case PAD -> List.of(pad());
      case UPSAMPLE -> List.of(upsample());
      case CHANNEL_SHUFFLE -> List.of(new Rearrangement.ChannelShuffle(groups(in, true)));
      case SLICE -> List.of(slice(in));
    };
  }

  private Conv conv(Shape in) {
    long groups = 1;
    long out = draw.within(1, 10);
    boolean depthwise = draw.percent(18);
    if (depthwise) {
      options.put("depthwise", Setting.of("true"));
      groups = in.channels();
      out = wild && draw.percent(50) ? out : groups * draw.within(1, 2);
      if (out != groups || draw.percent(30)) {
        whole("out", out);
      }
      if (wild && draw.percent(10)) {
        slips.add(Code.MISPLACED_MODIFIER);
        whole("groups", groups);
      }
    } else {
      if (draw.percent(25)) {
        groups = groups(in, true);
        out = wild ? out : groups * draw.within(1, 3);
      }
      whole("out", out);
    }
    Window window = window(in, false, true);
    boolean bias = flag("bias");
    return new Conv(out, window, groups, bias);
  }

  private List<Op> separable(Shape in) {
    long out = whole("out", draw.within(1, 8));
    Window window = window(in, false, true);
    Window point = Window.of(Pair.both(1), Pair.both(1), Padding.none(), Pair.both(1));
    flag("bias");
    return List.of(
        new Conv(in.channels(), window, in.channels(), true), new Conv(out, point, 1, true));
  }

  private ConvTranspose transposed(Shape in) {
    long groups = draw.percent(25) ? groups(in, true) : 1;
    long out = whole("out", wild ? draw.within(1, 8) : groups * draw.within(1, 3));
    Pair kernel = pair("kernel", draw.within(1, 4), draw.within(1, 4));
    Pair one = Pair.both(1);
    Pair none = Pair.both(0);
    long most = wild ? 5 : 2;
    Pair stride = draw.percent(60) ? pair("stride", draw.within(1, 3), draw.within(1, 3)) : one;
    Pair padding =
        draw.percent(40) ? pair("padding", draw.within(0, most), draw.within(0, most)) : none;
    Pair dilation = draw.percent(25) ? pair("dilation", draw.within(1, 3), draw.within(1, 3)) : one;
    Pair extra =
        draw.percent(30) ? pair("output_padding", draw.within(0, 2), draw.within(0, 2)) : none;
    return new ConvTranspose(out, kernel, stride, padding, extra, dilation, groups, flag("bias"));
  }

  private Linear linear(Shape in) {
    long out = whole("out", draw.within(1, 10));
    boolean bias = flag("bias");
    boolean channels = wild ? draw.percent(50) : in.isMap() || draw.percent(10);
    if (channels || draw.percent(20)) {
      options.put("over", Setting.of(channels ? "channels" : "features"));
    }
    return new Linear(out, bias, channels ? Linear.Over.CHANNELS : Linear.Over.FEATURES);
  }

  /** A window over a feature map; a pool's stride is its kernel where none is given. */
  private Window window(Shape in, boolean pool, boolean mayDilate) {
    long rows = in.height();
    long columns = in.width();
    Pair kernel = pair("kernel", kernel(rows), kernel(columns));
    Pair stride = pool ? kernel : Pair.both(1);
    if (draw.percent(pool ? 60 : 45)) {
      long most = wild ? 6 : 3;
      stride = pair("stride", draw.within(1, most), draw.within(1, most));
    }
    Pair dilation = Pair.both(1);
    if (mayDilate && draw.percent(20)) {
      dilation = pair("dilation", draw.within(1, 3), draw.within(1, 3));
    }
    Padding padding = padding(kernel, pool);
    boolean ceil = pool && draw.percent(35) && flag("ceil_mode");
    return new Window(kernel, stride, padding, dilation, ceil);
  }

  private long kernel(long size) {
    return wild ? draw.within(1, size + 3) : draw.within(1, Math.min(4, size));
  }

  private Padding padding(Pair kernel, boolean pool) {
    int kind = draw.below(10);
    if (kind < 4) {
      return Padding.none();
    }
    if (kind < 6) {
      boolean same = draw.percent(70);
      options.put("padding", word(same ? "same" : "valid"));
      return same ? new Padding.Same() : Padding.none();
    }
    long rows = wild || !pool ? kernel.height() : kernel.height() / 2;
    long columns = wild || !pool ? kernel.width() : kernel.width() / 2;
    Pair padding = pair("padding", draw.within(0, rows), draw.within(0, columns));
    return new Padding.Explicit(padding);
  }

  /** A word, or a param that holds it. */
  private Setting word(String word) {
    return scope.words.entrySet().stream()
        .filter(e -> e.getValue().equals(word))
        .map(e -> Setting.of(e.getKey()))
        .findFirst()
        .orElseGet(
            () -> Setting.of(draw.percent(15) ? "'" + word + "' if true else 'valid'" : word));
  }

  private long size() {
    return draw.within(1, 5);
  }

  private long groups(Shape in, boolean write) {
    List<Long> fitting = new ArrayList<>();
    for (long g = 1; g <= in.channels(); g++) {
      if (in.channels() % g == 0) {
        fitting.add(g);
      }
    }
    long groups = wild && draw.percent(60) ? draw.within(1, in.channels() + 2) : draw.of(fitting);
    return write ? whole("groups", groups) : groups;
  }

  private Rearrangement.Flatten flatten(Shape in) {
    long start = 1;
    long end = -1;
    if (draw.percent(25)) {
      start = wild ? draw.within(-4, 4) : draw.within(1, in.rank());
      whole("start", start);
    }
    if (draw.percent(20)) {
      end = wild ? draw.within(-4, 4) : draw.of(-1L, (long) in.rank());
      whole("end", end);
    }
    return new Rearrangement.Flatten(start, end);
  }

  private Rearrangement.Reshape reshape(Shape in) {
    List<Long> dims = new ArrayList<>();
    long rest = in.isTooLarge() ? 1 : in.elements();
    for (int rank = draw.of(1, 2, 3, 3, 3, 3, 4); rank > 1; rank--) {
      long part = divisor(rest);
      dims.add(part);
      rest /= part;
    }
    dims.add(rest);
    if (wild && draw.percent(60)) {
      dims.set(draw.below(dims.size()), draw.within(1, 7));
    }
    if (draw.percent(30)) {
      dims.set(draw.below(dims.size()), -1L);
    }
    options.put("shape", Setting.of(dims.stream().map(this::number).toList()));
    return new Rearrangement.Reshape(dims);
  }

  private long divisor(long of) {
    List<Long> small = new ArrayList<>();
    for (long d = 1; d <= Math.min(of, 12); d++) {
      if (of % d == 0) {
        small.add(d);
      }
    }
    return draw.of(small);
  }

  private Rearrangement.Pad pad() {
    int count = draw.of(1, 2, 4);
    List<Long> sides = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sides.add(wild ? draw.within(-4, 3) : draw.within(-1, 2));
    }
    options.put(
        "padding",
        count == 1
            ? number(sides.getFirst())
            : Setting.of(sides.stream().map(this::number).toList()));
    real("value", "0", "0.5", "-1");
    long top = sides.getFirst();
    long left = sides.get(count / 2);
    return new Rearrangement.Pad(top, sides.get(count == 4 ? 1 : 0), left, sides.getLast(), 0);
  }

  private Rearrangement.Upsample upsample() {
    Pair factor = pair("factor", draw.within(1, 3), draw.within(1, 3));
    boolean bilinear = draw.percent(50);
    if (bilinear || draw.percent(30)) {
      options.put("mode", Setting.of(bilinear ? "bilinear" : "nearest"));
    }
    if (bilinear && draw.percent(60)) {
      flag("align_corners");
    } else if (wild && draw.percent(20)) {
      slips.add(Code.WRONG_VALUE);
      options.put("align_corners", Setting.of("true"));
    }
    return new Rearrangement.Upsample(factor, Rearrangement.Interpolation.NEAREST, false);
  }

  private Rearrangement.Slice slice(Shape in) {
    long channels = in.channels();
    long start = 0;
    long end = Rearrangement.Slice.OPEN;
    long most = wild ? channels + 2 : channels;
    if (draw.percent(60)) {
      start = draw.within(-most, most);
      whole("start", start);
    }
    if (draw.percent(60)) {
      end = draw.within(-most, most);
      whole("end", end);
    }
    return new Rearrangement.Slice(start, end);
  }

  private double eps() {
    real("eps", "1e-05", "0.001", "1");
    return 1e-5;
  }

  private boolean affine() {
    return flag("affine");
  }

  private Setting number(long value) {
    return expressions.number(value, scope, arriving);
  }

  private long whole(String option, long value) {
    options.put(option, number(value));
    return value;
  }

  /** One number for both axes where they agree, half of the time; or a list of two. */
  private Pair pair(String option, long rows, long columns) {
    boolean square = draw.percent(65);
    long across = square ? rows : columns;
    options.put(
        option,
        square && draw.percent(80)
            ? number(rows)
            : Setting.of(List.of(number(rows), number(across))));
    return new Pair(rows, across);
  }

  private void real(String option, String... values) {
    if (draw.percent(30)) {
      options.put(option, Setting.of(draw.of(values)));
    }
  }

  private boolean flag(String option) {
    boolean value = !option.equals("align_corners") || draw.percent(50);
    if (draw.percent(50)) {
      value = draw.percent(50);
      options.put(
          option,
          Setting.of(
              draw.percent(80)
                  ? Boolean.toString(value)
                  : expressions.condition(value, scope, arriving)));
    } else {
      value = !option.equals("ceil_mode") && !option.equals("align_corners");
    }
    return value;
  }
}
