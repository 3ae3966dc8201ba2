package dev.specc.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionTest {
  private static final List<String> WORDS =
      List.of("conv", "relu", "kernel", "batch_norm", "in", "stage", "hard_sigmoid");

  @ParameterizedTest
  @CsvSource({
    "convv, conv",
    "con, conv",
    "cnov, conv",
    "kernal, kernel",
    "kenrel, kernel",
    "Kernel, kernel",
    "BatchNorm, batch_norm",
    "batchnorm, batch_norm",
    "hardsigmod, hard_sigmoid",
    "stge, stage",
    "IN, in",
  })
  void findsWhatWasMeant(String typed, String meant) {
    assertEquals(Optional.of(meant), Suggestion.closest(typed, WORDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "_", "on", "pool", "transformer", "kernels_of_the_layer"})
  void keepsSilentAboutStrangers(String typed) {
    assertEquals(Optional.empty(), Suggestion.closest(typed, WORDS));
  }

  @Test
  void prefersTheFewestErrorsAndThenTheFirst() {
    assertEquals(Optional.of("stem"), Suggestion.closest("stme", List.of("steam", "stem", "same")));
    assertEquals(Optional.of("cat"), Suggestion.closest("bat", List.of("cat", "hat")));
    assertEquals(Optional.of("did you mean `cat`?"), Suggestion.question("cta", List.of("cat")));
  }
}
