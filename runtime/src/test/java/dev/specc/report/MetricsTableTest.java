package dev.specc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.train.EpochResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTableTest {
  private static final MetricsRow ROW =
      new MetricsRow(3, 0.003, 1.25, 0.5, 0.75, 0.625, 1000.5, 12.125, 0.25);

  @TempDir private Path folder = Path.of("");

  private static MetricsRow epoch(int number) {
    return new MetricsRow(number, 0.1, 1, 0.5, 1, 0.5, 10, 1, 0);
  }

  @Test
  void csvIsReadBackToTheSameRows() {
    List<String> lines = (MetricsTable.csvHeader() + MetricsTable.csvRow(ROW)).lines().toList();
    assertEquals(List.of(ROW), MetricsTable.parse("metrics.csv", lines));
  }

  @Test
  void jsonLinesHaveTheSameNamesAndNumbers() throws IOException {
    JsonNode line = JsonMapper.builder().build().readTree(MetricsTable.jsonLine(ROW));
    for (MetricsColumn column : MetricsColumn.values()) {
      assertEquals(column.of(ROW), line.path(column.word()).asDouble(), column.word());
    }
    assertEquals(MetricsColumn.values().length, line.size());
  }

  @Test
  void aLossThatIsNoNumberIsNullInJsonAndEmptyInCsv() throws IOException {
    MetricsRow broken = new MetricsRow(1, 0.1, Double.NaN, 0, 1, 0, 1, 1, 0);
    assertTrue(
        JsonMapper.builder()
            .build()
            .readTree(MetricsTable.jsonLine(broken))
            .path("train_loss")
            .isNull());
    assertTrue(MetricsTable.csvRow(broken).startsWith("1,,0.000000"));
  }

  @Test
  void aFileOfAnOlderSpeccLacksOnlyWhatItLacks() {
    MetricsRow row =
        MetricsTable.parse("m.csv", List.of("test_accuracy,epoch", "0.5,4")).getFirst();
    assertEquals(4, row.epoch());
    assertEquals(0.5, row.testAccuracy());
    assertTrue(Double.isNaN(row.learningRate()));
  }

  @Test
  void aDamagedLineIsNamed() {
    assertEquals(
        "m.csv:2: `x` is no number",
        assertThrows(RunException.class, () -> MetricsTable.parse("m.csv", List.of("epoch", "x")))
            .getMessage());
  }

  private static List<EpochResult> results(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(e -> new EpochResult(e, 0.1, 1, 0.5, 1, 0.5, 100, 1, 0))
        .toList();
  }

  @Test
  void aResumedRunKeepsTheEpochsOfItsCheckpoint() throws IOException {
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    for (int e = 1; e <= 4; e++) {
      run.epochEnded(results(e), Map.of(), false);
    }
    run.resume(results(2));
    run.epochEnded(results(3), Map.of(), false);
    assertEquals(List.of(1, 2, 3), run.rows().stream().map(MetricsRow::epoch).toList());
    assertEquals(3, Files.readAllLines(run.metricLines()).size());
    run.resume(List.of());
    assertEquals(List.of(), run.rows());
    assertTrue(Files.notExists(run.events()));
  }

  @Test
  void theColumnsAreDocumented() throws IOException {
    String page = Files.readString(Path.of(System.getProperty("specc.root"), "docs", "runs.md"));
    for (MetricsColumn column : Arrays.asList(MetricsColumn.values())) {
      assertTrue(page.contains("`" + column.word() + "`"), column.word());
    }
  }
}
