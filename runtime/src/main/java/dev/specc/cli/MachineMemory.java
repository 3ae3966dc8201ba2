package dev.specc.cli;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

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
    OptionalLong available = meminfo("MemAvailable:");
    OptionalLong total = meminfo("MemTotal:");
    if (available.isEmpty() || total.isEmpty()) {
      return free;
    }
    boolean limited = system.getTotalMemorySize() < total.getAsLong();
    return limited ? Math.min(free, available.getAsLong()) : available.getAsLong();
  }

  private static OptionalLong meminfo(String name) {
    try (Stream<String> lines = Files.lines(MEMINFO)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
