package dev.specc.cli;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.specc.benchmark.ProcFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this machine can give. */
final class MachineMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private MachineMemory() {}

  /** Bytes that can be allocated on a device now. */
  static long available(Device device) {
    if (device.isGpu()) {
      MemoryUsage usage = CudaUtils.getGpuMemory(device);
      return usage.getMax() - usage.getUsed();
    }
    return ofTheMachine();
  }

  /**
   * Linux's own estimate, MemAvailable, which counts caches that it can drop; in a container no
   * more than its limit leaves. Elsewhere what the JVM calls free.
   */
  private static long ofTheMachine() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long free = system.getFreeMemorySize();
    OptionalLong available = ProcFile.bytes(MEMINFO, "MemAvailable");
    OptionalLong total = ProcFile.bytes(MEMINFO, "MemTotal");
    if (available.isEmpty() || total.isEmpty()) {
      return free;
    }
    boolean limited = system.getTotalMemorySize() < total.getAsLong();
    return limited ? Math.min(free, available.getAsLong()) : available.getAsLong();
  }
}
