package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both engines, the passes and ONNX Runtime agree on random specs; PyTorch has its own run. */
class ExportDifferentialTest {
  private static final long FIRST = 1_000_001;
  private static final long SPECS = 100;

  @Test
  void randomSpecsComputeTheSameEverywhere() {
    List<String> findings = new ArrayList<>();
    Tally tally = Tally.NONE;
    try (ExportDifferential differential = new ExportDifferential(Optional.empty())) {
      for (long seed = FIRST; seed < FIRST + SPECS; seed++) {
        SpecTree spec = Generator.spec(seed);
        Verdict verdict = differential.of(spec);
        tally = tally.plus(verdict);
        if (!verdict.disagreements().isEmpty()) {
          findings.add(Finding.of(seed, spec, verdict, differential).text());
        }
      }
    }
    assertEquals("", String.join("\n", findings));
    assertTrue(tally.accepted() * 2 > SPECS, tally.toString());
  }
}
