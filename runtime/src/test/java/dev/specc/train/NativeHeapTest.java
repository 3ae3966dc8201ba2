package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.specc.benchmark.ResidentMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process started as {@code specc} starts one keeps of 128 MiB that were freed. */
class NativeHeapTest {
  private static final long MIB = 1 << 20;

  @Test
  void largeBlocksGoBackOnDemand() throws IOException, InterruptedException {
    assumeTrue(ResidentMemory.now().isPresent(), "Linux tells how much memory a process has");
    assertTrue(held("keep") > 100 * MIB);
    assertTrue(held("give-back") < 28 * MIB);
  }

  private static long held(String how) throws IOException, InterruptedException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    java,
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dai.djl.offline=true",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HeldMemory.class.getName(),
                    how))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("MALLOC_MMAP_MAX_", "0");
    builder.environment().put("MALLOC_TRIM_THRESHOLD_", "1099511627776");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return Long.parseLong(printed.strip());
  }
}
