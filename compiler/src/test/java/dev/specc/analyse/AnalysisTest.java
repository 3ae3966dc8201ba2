package dev.specc.analyse;

import static dev.specc.Texts.graph;
import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.read.FileSources;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a net costs, on nets small enough to count by hand and on ones whose figures are known. */
class AnalysisTest {
  private static final Path SPECS = Path.of(System.getProperty("specc.root"), "specs");

  private static Analysis of(String steps) {
    return Analysis.of(graph(net(steps)));
  }

  private static Analysis ofSpec(String file, String variant) {
    Compiler.Request request = Compiler.Request.of(SPECS.resolve(file).toString()).variant(variant);
    Graph graph = new Compiler(new FileSources()).compile(request).graphs().getFirst();
    return Analysis.of(graph);
  }

  private static Row row(Analysis analysis, String path) {
    return analysis.rows().stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  void parametersAreTrainedTensorsAndBuffersTheRest() {
    Analysis analysis = of("- conv: {out: 4, kernel: 3, bias: false}\n- batch_norm\n");
    assertEquals(4 * 3 * 9 + 2 * 4, analysis.parameters());
    assertEquals(2 * 4 + 1, analysis.buffers(), "running mean and variance, and the batch count");
  }

  @Test
  void aMultiplyAccumulateIsTwoFloatingPointOperations() {
    Analysis analysis = of("- flatten\n- linear: {out: 10}\n");
    assertEquals(3 * 32 * 32 * 10, analysis.macs());
    assertEquals(2 * analysis.macs(), analysis.flops());
  }

  @Test
  void aChainHoldsOnlyWhatTheNextLayerNeeds() {
    // 3x32x32 and 8x32x32 floats are alive at the conv, twice the latter at the relu.
    Analysis analysis = of("- conv: {out: 8, kernel: 3, padding: 1}\n- relu\n- relu\n");
    long input = 4 * 3 * 32 * 32;
    long map = 4 * 8 * 32 * 32;
    assertEquals(
        List.of(input + map, 2 * map, 2 * map),
        analysis.rows().stream().map(Row::liveBytes).toList());
    assertEquals(2 * map, analysis.peakBytes());
    assertEquals(input + 3 * map, analysis.activationBytes(), "training keeps all of them");
  }

  @Test
  void aResidualKeepsItsInputAliveAcrossTheBody() {
    Analysis analysis = of("- residual: [relu, relu]\n");
    long map = 4 * 3 * 32 * 32;
    assertEquals(
        List.of(2 * map, 3 * map, 3 * map), analysis.rows().stream().map(Row::liveBytes).toList());
  }

  @Test
  void aViewTakesNoMemoryAndKeepsWhatItShows() {
    Analysis analysis = of("- relu\n- flatten\n- linear: {out: 10}\n");
    long map = 4 * 3 * 32 * 32;
    assertEquals(0, row(analysis, "1").activationBytes());
    assertEquals(map + 40, row(analysis, "2").liveBytes());
  }

  @Test
  void sharedParametersCountOnce() {
    Analysis analysis =
        of("- conv: {out: 3, kernel: 1}\n  share: c\n- conv: {out: 3, kernel: 1}\n  share: c\n");
    assertEquals(3 * 3 + 3, analysis.parameters());
    assertEquals(2 * 9 * 32 * 32, analysis.macs(), "both are computed");
  }

  @Test
  void theReceptiveFieldOfVgg16IsThatOfTheLiterature() {
    // Araujo, Norris and Sim 2019, "Computing Receptive Fields of CNNs", table 2: 212 and 32.
    Row last = row(ofSpec("vgg.yaml", "vgg16"), "features.30");
    assertEquals("212x212", last.field().show());
    assertEquals("32x32", last.field().showStride());
  }

  @Test
  void theReceptiveFieldOfAlexNetIsThatOfTheLiterature() {
    // The same table: 195 and 32.
    Row last = row(ofSpec("alexnet.yaml", "torchvision"), "features.12");
    assertEquals("195x195", last.field().show());
    assertEquals("32x32", last.field().showStride());
  }

  @Test
  void afterAGlobalPoolEveryPositionSeesAll() {
    assertEquals("all", row(of("- global_avg_pool\n- relu\n"), "1").field().show());
  }

  @Test
  void whereWaysJoinTheWidestFieldCounts() {
    Analysis analysis =
        of(
            """
            - branches:
                a: [conv: {out: 4, kernel: 1}]
                b: [conv: {out: 4, kernel: 5, padding: 2}]
            """);
    assertEquals("5x5", row(analysis, "concat").field().show());
  }

  @Test
  void foldingAddsUpAndKeepsTheLastOutput() {
    Analysis analysis = ofSpec("vgg.yaml", "vgg16");
    List<Row> folded = analysis.folded(1);
    assertEquals(
        List.of("features", "avgpool", "2", "classifier"), folded.stream().map(Row::path).toList());
    assertEquals(analysis.parameters(), folded.stream().mapToLong(Row::parameters).sum());
    assertEquals("[512, 7, 7]", folded.getFirst().output().toString());
  }
}
