package dev.specc.op;

import dev.specc.diagnostic.Code;
import java.util.ArrayList;
import java.util.List;

/** Ops that move, repeat or leave out elements and compute nothing. */
public sealed interface Rearrangement extends Op {
  /**
   * Joins the axes start to end into one: torch.nn.Flatten.
   *
   * @param start the first axis, where 1 is the channels as in PyTorch (0 is the batch)
   * @param end the last axis; -1 is the last of all
   */
  record Flatten(long start, long end) implements Rearrangement {
    @Override
    public String name() {
      return "flatten";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape input = inputs.getFirst();
      long first = start < 0 ? start + input.rank() + 1 : start;
      long last = end < 0 ? end + input.rank() + 1 : end;
      if (first < 1 || first > input.rank()) {
        return outside("start", start, input);
      }
      if (last < first || last > input.rank()) {
        return outside("end", end, input);
      }
      if (input.isTooLarge()) {
        return Inference.output(input);
      }
      List<Long> dims = new ArrayList<>(input.dims().subList(0, (int) first - 1));
      dims.add(
          input.dims().subList((int) first - 1, (int) last).stream().reduce(1L, (a, b) -> a * b));
      dims.addAll(input.dims().subList((int) last, input.rank()));
      return Inference.output(new Shape(dims));
    }

    private static Inference outside(String option, long axis, Shape input) {
      return Inference.failure(
          Code.OUT_OF_RANGE,
          option
              + " = "
              + axis
              + " is no axis of "
              + input
              + " to flatten from or to: axes count from 1 (0 is the batch) to "
              + input.rank(),
          option);
    }
  }

  /** The same elements in another shape: {@code x.reshape(N, *shape)}; one -1 is worked out. */
  record Reshape(List<Long> shape) implements Rearrangement {
    public Reshape {
      shape = List.copyOf(shape);
    }

    @Override
    public String name() {
      return "reshape";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape input = inputs.getFirst();
      long known = 1;
      for (long dim : shape) {
        if (dim > 0) {
          if (dim > Shape.MAX_ELEMENTS / known) {
            return Inference.failure(
                Code.TOO_LARGE, "the shape " + shape + " is too large", "shape");
          }
          known *= dim;
        }
      }
      long elements = input.elements();
      boolean open = shape.contains(-1L);
      if (open ? elements % known != 0 : elements != known) {
        return Inference.failure(
            Code.SIZE_CHANGES,
            input.times()
                + " has "
                + elements
                + " elements, which do not fill the shape "
                + shape
                + (open ? "" : " of " + known),
            "shape");
      }
      long rest = elements / known;
      return Inference.output(new Shape(shape.stream().map(d -> d == -1 ? rest : d).toList()));
    }
  }

  /**
   * Adds rows and columns of one value around a feature map: torch.nn.ConstantPad2d. A negative
   * side crops.
   */
  record Pad(long top, long bottom, long left, long right, double value) implements Rearrangement {
    @Override
    public String name() {
      return "pad";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Ranks.map(
          name(),
          inputs,
          input -> {
            if (crops(top, bottom) > input.height() || crops(left, right) > input.width()) {
              return Inference.failure(
                  Code.EMPTY_RESULT,
                  "the negative sides crop more than the " + input.size() + " that arrive",
                  "padding");
            }
            long height = Math.addExact(input.height(), Math.addExact(top, bottom));
            long width = Math.addExact(input.width(), Math.addExact(left, right));
            if (height < 1 || width < 1) {
              return Inference.failure(
                  Code.EMPTY_RESULT,
                  "cropping " + input.size() + " to " + height + "x" + width + " leaves nothing",
                  "padding");
            }
            return Inference.output(input.channels(), height, width);
          });
    }
  }

  /** How many rows or columns two sides of a padding take away. */
  private static long crops(long before, long after) {
    return Math.max(0, -before) + Math.max(0, -after);
  }

  /**
   * Adds channels of zeros after those of a feature map, and takes every stride-th row and column:
   * the parameter-free shortcut "option A" of He et al. 2016 (arXiv:1512.03385), section 4.2.
   */
  record PadChannels(long channels, Pair stride) implements Rearrangement {
    @Override
    public String name() {
      return "pad_channels";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Ranks.map(
          name(),
          inputs,
          input ->
              Inference.output(
                  Math.addExact(input.channels(), channels),
                  (input.height() - 1) / stride.height() + 1,
                  (input.width() - 1) / stride.width() + 1));
    }
  }

  /** How an upsampling fills in between. */
  enum Interpolation {
    NEAREST,
    BILINEAR
  }

  /** Enlarges a feature map by whole factors: torch.nn.Upsample. */
  record Upsample(Pair factor, Interpolation mode, boolean alignCorners) implements Rearrangement {
    @Override
    public String name() {
      return "upsample";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Ranks.map(
          name(),
          inputs,
          input ->
              Inference.output(
                  input.channels(),
                  Math.multiplyExact(input.height(), factor.height()),
                  Math.multiplyExact(input.width(), factor.width())));
    }
  }

  /**
   * Interleaves groups of channels: torch.nn.ChannelShuffle (Zhang et al. 2018, ShuffleNet, figure
   * 1).
   */
  record ChannelShuffle(long groups) implements Rearrangement {
    @Override
    public String name() {
      return "channel_shuffle";
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      return Ranks.map(
          name(),
          inputs,
          input ->
              input.channels() % groups == 0
                  ? Inference.output(input)
                  : Inference.failure(
                      Code.GROUPS_DO_NOT_DIVIDE,
                      "groups = "
                          + groups
                          + " does not divide the "
                          + input.channels()
                          + " channels",
                      "groups"));
    }
  }

  /**
   * The channels start (included) to end (excluded), as in Python: {@code x[:, start:end]}.
   * Negative numbers count from the end; unlike Python's, both must lie inside.
   */
  record Slice(long start, long end) implements Rearrangement {
    /** Stands for "to the last channel". */
    public static final long OPEN = Long.MAX_VALUE;

    @Override
    public String name() {
      return "slice";
    }

    /** The first channel taken, of this many. */
    public long from(long channels) {
      return start < 0 ? start + channels : start;
    }

    /** The channel after the last one taken, of this many. */
    public long to(long channels) {
      return end == OPEN ? channels : end < 0 ? end + channels : end;
    }

    @Override
    public Inference infer(List<Shape> inputs) {
      Shape input = inputs.getFirst();
      long from = from(input.channels());
      long to = to(input.channels());
      if (from >= input.channels()) {
        return Inference.failure(
            Code.OUT_OF_RANGE,
            "a slice from channel "
                + from
                + " has nothing: "
                + input.channels()
                + " channels arrive",
            "start",
            "channels count from 0");
      }
      if (from < 0 || to > input.channels() || to <= from) {
        return Inference.failure(
            Code.OUT_OF_RANGE,
            "channels "
                + from
                + " to "
                + to
                + " are no part of the "
                + input.channels()
                + " that arrive",
            to > input.channels() || to <= from ? "end" : "start");
      }
      return Inference.output(input.withChannels(to - from));
    }
  }
}
