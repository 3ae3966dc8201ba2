package dev.specc.transform;

/** Which passes are run. */
public enum Selection {
  /** None: the graph as the spec gives it. */
  NONE,
  /** Those that make nets faster wherever it was measured. */
  DEFAULT,
  /**
   * Also those that merge branches, which on a CPU took 0.98 to 1.04 of the time: fewer kernels,
   * but slices to copy. docs/passes.md has the figures.
   */
  ALL
}
