package dev.specc.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much of this process lies in memory, where the system is Linux and tells. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Bytes now. */
  public static OptionalLong now() {
    return ProcFile.bytes(STATUS, "VmRSS");
  }

  /** The most bytes since the process, or since {@link #resetPeak}. */
  public static OptionalLong peak() {
    return ProcFile.bytes(STATUS, "VmHWM");
  }

  /** From now on the peak is that of what comes. */
  public static void resetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      // Then it is the peak since the process began.
    }
  }
}
