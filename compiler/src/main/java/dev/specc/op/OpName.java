package dev.specc.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ops that a spec can name. The schema lists their options. */
public enum OpName {
  CONV,
  SEPARABLE_CONV,
  CONV_TRANSPOSE,
  LINEAR,
  BATCH_NORM,
  LAYER_NORM,
  GROUP_NORM,
  LOCAL_RESPONSE_NORM,
  LAYER_SCALE,
  RELU,
  RELU6,
  LEAKY_RELU,
  ELU,
  GELU,
  SILU,
  SIGMOID,
  TANH,
  HARD_SIGMOID,
  HARD_SWISH,
  SOFTMAX,
  LOG_SOFTMAX,
  MAX_POOL,
  AVG_POOL,
  ADAPTIVE_AVG_POOL,
  ADAPTIVE_MAX_POOL,
  GLOBAL_AVG_POOL,
  GLOBAL_MAX_POOL,
  DROPOUT,
  DROP_PATH,
  FLATTEN,
  RESHAPE,
  PAD,
  UPSAMPLE,
  CHANNEL_SHUFFLE,
  SLICE,
  AFFINE,
  IDENTITY,
  ZERO;

  private static final Map<String, OpName> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(OpName::word, Function.identity()));

  /** The name in a spec. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<OpName> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(OpName::word).toList();
  }
}
