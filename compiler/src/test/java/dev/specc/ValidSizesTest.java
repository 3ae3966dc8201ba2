package dev.specc;

import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostics;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The input sizes for which a spec is valid, and the first for which it is not. */
class ValidSizesTest {
  private static ValidSizes sizes(String steps, long to) {
    Texts texts = new Texts(Map.of(Texts.MAIN, net(steps)));
    return new SizeSearch(texts)
        .of(Compiler.Request.of(Texts.MAIN), 1, to, new Diagnostics())
        .getFirst()
        .sizes();
  }

  @Test
  void aPointwiseNetTakesEverySize() {
    ValidSizes sizes = sizes("- conv: {out: 4, kernel: 1}\n", 64);
    assertEquals("all from 1 to 64", sizes.describe());
    assertNull(sizes.counterexample());
  }

  @Test
  void windowsSetASmallestSize() {
    ValidSizes sizes = sizes("- conv: {out: 4, kernel: 7}\n- max_pool: {kernel: 2}\n", 64);
    assertEquals("all from 8 on (tried to 64)", sizes.describe());
    assertEquals(7, sizes.counterexample());
    assertEquals(Code.WINDOW_TOO_LARGE, sizes.failure().code());
  }

  @Test
  void aSumOverStridesWantsMultiples() {
    // Floor in the pool, and twice that: only even sizes come back to where they were.
    ValidSizes sizes =
        sizes(
            """
            - residual:
                - max_pool: {kernel: 2}
                - upsample: {factor: 2}
            """,
            64);
    assertEquals("multiples of 2 from 2 on (tried to 64)", sizes.describe());
    assertEquals(3, sizes.counterexample(), "the first after one that works");
    assertEquals(Code.RESIDUAL_MISMATCH, sizes.failure().code());
  }

  @Test
  void aFixedReshapeTakesOneSize() {
    ValidSizes sizes = sizes("- reshape: {shape: [3, 256]}\n", 64);
    assertEquals("16 (tried to 64)", sizes.describe());
  }

  @Test
  void aNetThatNeverWorksSaysSo() {
    ValidSizes sizes = sizes("- linear: {out: 10}\n", 16);
    assertEquals("none from 1 to 16", sizes.describe());
    assertTrue(sizes.failure().message().contains("linear takes a vector"));
  }
}
