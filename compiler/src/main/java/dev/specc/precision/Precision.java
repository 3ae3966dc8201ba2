package dev.specc.precision;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a net computes in. Its weights, their gradients and the optimizer's state are float32 in any
 * of them: mixed precision as in Micikevicius et al. 2018, arXiv:1710.03740.
 */
public enum Precision {
  /** IEEE single precision: 24 bits of significand. */
  FLOAT32("float32", 4),
  /** bfloat16: the range of float32 with 8 bits of significand. */
  BF16("bf16", 2),
  /**
   * IEEE half precision: 11 bits of significand, 65,504 at most. Small gradients would vanish, so
   * the loss is scaled up.
   */
  FP16("fp16", 2);

  private final String word;
  private final int bytes;

  Precision(String word, int bytes) {
    this.word = word;
    this.bytes = bytes;
  }

  /** The precision of this word. */
  public static Optional<Precision> of(String word) {
    return Arrays.stream(values()).filter(precision -> precision.word.equals(word)).findFirst();
  }

  /** As options and settings write it. */
  public String word() {
    return word;
  }

  /** The bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /** Whether gradients are computed of a loss that is scaled up, lest they vanish. */
  public boolean scalesLoss() {
    return this == FP16;
  }
}
