package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Examination EXAMINATION =
      new Examination(
          new Evaluation(
              1,
              List.of(
                  new Evaluation.ClassScore("cat", 1, 3),
                  new Evaluation.ClassScore("dog", 1, 2),
                  new Evaluation.ClassScore("bird", 0, 0))),
          List.of(
              new Prediction(0, 0, 0, 0.9, 0.9),
              new Prediction(1, 0, 1, 0.6, 0.3),
              new Prediction(2, 1, 0, 0.8, 0.1),
              new Prediction(3, 1, 1, 0.7, 0.7),
              new Prediction(4, 0, 1, 0.95, 0.01)));

  @Test
  void confusionCountsWhatEachClassWasTakenFor() {
    Confusion confusion = EXAMINATION.confusion();
    assertEquals(2, confusion.count(0, 1));
    assertEquals(0.5, confusion.share(1, 0));
    assertEquals(0, confusion.share(2, 2), "a class without images");
    assertEquals(
        List.of(new Confusion.Pair("cat", "dog", 2, 3), new Confusion.Pair("dog", "cat", 1, 2)),
        confusion.worst(5));
    assertEquals(1, confusion.worst(1).size());
  }

  @Test
  void theWorstMistakesAreThoseItWasSurestOf() {
    assertEquals(
        List.of(4, 2), EXAMINATION.worstMistakes(2).stream().map(Prediction::index).toList());
  }
}
