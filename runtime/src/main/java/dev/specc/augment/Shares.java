package dev.specc.augment;

import ai.djl.ndarray.NDArray;

/** Labels as shares of the classes: float32 [B, classes]. */
final class Shares {
  private static final Script MIX =
      Script.of(
          "torch.lerp(torch.index_select(s, 0, partners), s, torch.unsqueeze(kept, 1))",
          "s",
          "partners",
          "kept");

  private Shares() {}

  /**
   * One class each.
   *
   * @param labels int64 [B]
   */
  static NDArray of(NDArray labels, int classes) {
    String all = Script.range(String.valueOf(classes), "labels");
    return Script.of("torch.to(torch.unsqueeze(labels, 1) == %s, 6)".formatted(all), "labels")
        .call(labels);
  }

  /**
   * Those of each image times what of it was kept, and the rest of its partner's.
   *
   * @param partners int64 [B]
   * @param kept float32 [B]
   */
  static NDArray mix(NDArray shares, NDArray partners, NDArray kept) {
    return MIX.call(shares, partners, kept);
  }
}
