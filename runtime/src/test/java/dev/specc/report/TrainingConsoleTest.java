package dev.specc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.data.Split;
import dev.specc.train.EpochResult;
import dev.specc.train.TrainingProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void printsARowForEachEpochAndOneHeader() {
    try (TrainingConsole console = new TrainingConsole(out, false, Split.TEST)) {
      console.progressed(
          new TrainingProgress(1, 2, 3, 10, 0.1, 1.5, 0.5, 1000, Duration.ofSeconds(5)));
      console.epochEnded(epoch(1, 2.31));
      console.epochEnded(epoch(2, 0.4));
    }
    assertEquals(
        """
        epoch    loss  train acc  test loss  test acc        lr  images/s  seconds
            1  2.3100     0.5000     0.7000    0.7500     0.003    12,346      4.3
            2  0.4000     0.5000     0.7000    0.7500     0.003    12,346      4.3
        """,
        bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void theHeaderSaysThatValidationImagesWereHeldOut() {
    try (TrainingConsole console = new TrainingConsole(out, false, Split.VALIDATION)) {
      console.epochEnded(epoch(1, 2.31));
    }
    assertEquals(
        """
        epoch    loss  train acc   val loss   val acc        lr  images/s  seconds
            1  2.3100     0.5000     0.7000    0.7500     0.003    12,346      4.3
        """,
        bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void writesTimesAsAClockDoes() {
    assertEquals("0:07", TrainingConsole.time(Duration.ofSeconds(7)));
    assertEquals("12:40", TrainingConsole.time(Duration.ofSeconds(760)));
    assertEquals("3:00:01", TrainingConsole.time(Duration.ofSeconds(10801)));
  }

  private static EpochResult epoch(int number, double loss) {
    return new EpochResult(number, 0.003, loss, 0.5, 0.7, 0.75, 12345.6, 4.32, 0);
  }
}
