package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is a disagreement, and what is rounding. */
class ReferenceTest {
  private static final NDManager MANAGER = Engine.getEngine("PyTorch").newBaseManager();

  @AfterAll
  static void close() {
    MANAGER.close();
  }

  @Test
  void whatIsFurtherApartThanTheToleranceIsTold() {
    assertEquals(Optional.of("side"), told(array(2, 3), array(2, 3.0001f), 0));
    assertEquals(Optional.empty(), told(array(2, 3), array(2, 3.00001f), 0));
  }

  @Test
  void smallValuesAreHeldAgainstOne() {
    assertEquals(Optional.empty(), told(array(1e-6f), array(2e-6f), 0));
  }

  @Test
  void whatRoundingDoesIsNot() {
    assertEquals(Optional.empty(), told(array(2, 3), array(2, 3.0001f), 1e-4f));
    assertEquals(Optional.of("side"), told(array(2, 3), array(2, 3.1f), 1e-4f));
  }

  @Test
  void noNumberIsOneOnBothSides() {
    float none = Float.NaN;
    assertEquals(Optional.empty(), told(array(none, 1), array(Float.POSITIVE_INFINITY, 1), 0));
    assertEquals(Optional.of("side"), told(array(none, 1), array(0, 1), 0));
  }

  @Test
  void shapesAndNamesAreCompared() {
    NDArray column = array(1, 2).reshape(new Shape(2, 1));
    assertEquals(Optional.of("shape by side"), told(array(1, 2), column, 0));
    Reference reference = new Reference(Map.of("0", array(1)), seed -> Map.of());
    assertEquals(
        Optional.of("side has other results"),
        reference.differs("side", Map.of()).map(Disagreement::kind));
  }

  private static NDArray array(float... values) {
    return MANAGER.create(values);
  }

  private static Optional<String> told(NDArray expected, NDArray actual, float rounding) {
    Reference reference =
        new Reference(Map.of("0", expected), seed -> Map.of("0", expected.add(rounding)));
    return reference.differs("side", Map.of("0", actual)).map(Disagreement::kind);
  }
}
