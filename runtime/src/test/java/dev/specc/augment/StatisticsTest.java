package dev.specc.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.data.DataException;
import dev.specc.data.PixelBatch;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.train.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mean and standard deviation of a set of images. */
class StatisticsTest {
  private final NDManager manager = TorchEngine.get().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private PixelBatch batch(Images levels) {
    NDArray labels = manager.create(new long[levels.batch()]);
    return new PixelBatch(levels.pixels(manager), labels);
  }

  @Test
  void areThoseOfAllPixelsOfAChannel() {
    Images images = Images.levels(7, 3, 6, 5, 1);
    Normalisation.Fixed measured = ChannelStatistics.measure(List.of(batch(images)));
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int p = 0; p < 7 * 30; p++) {
        sum += images.at(p / 30, c, p % 30 / 5, p % 5) / 255;
      }
      double mean = sum / (7 * 30);
      double squares = 0;
      for (int p = 0; p < 7 * 30; p++) {
        squares += Math.pow(images.at(p / 30, c, p % 30 / 5, p % 5) / 255 - mean, 2);
      }
      assertEquals(mean, measured.mean().get(c), 1e-6);
      assertEquals(Math.sqrt(squares / (7 * 30)), measured.std().get(c), 1e-6);
    }
  }

  @Test
  void doNotDependOnTheBatches() {
    Images images = Images.levels(6, 1, 8, 8, 1);
    Images first = Images.levels(6, 1, 8, 8, 1);
    NDArray pixels = images.pixels(manager);
    PixelBatch head = new PixelBatch(pixels.get("0:4"), manager.create(new long[4]));
    PixelBatch tail = new PixelBatch(pixels.get("4:6"), manager.create(new long[2]));
    assertEquals(
        ChannelStatistics.measure(List.of(batch(first))),
        ChannelStatistics.measure(List.of(tail, head)));
  }

  @Test
  void normaliseToMeanZeroAndDeviationOne() {
    Images images = Images.levels(20, 3, 8, 8, 4);
    PixelBatch batch = batch(images);
    Normalisation measured = ChannelStatistics.measure(List.of(batch));
    NDArray plain = new Augmenter(List.of(), measured, 5, manager).plain(batch.pixels());
    NDArray again = plain.sub(plain.mean());
    assertEquals(0, plain.mean().getFloat(), 1e-5);
    assertEquals(1, again.mul(again).mean().getFloat(), 1e-4);
  }

  @Test
  void aChannelOfOneColourIsDividedByOne() {
    Images images = Images.empty(2, 1, 3, 3).fill((i, c, y, x) -> 51);
    assertEquals(
        new Normalisation.Fixed(List.of(0.2), List.of(1.0)),
        ChannelStatistics.measure(List.of(batch(images))));
  }

  @Test
  void needAnImage() {
    DataException e = assertThrows(DataException.class, () -> ChannelStatistics.measure(List.of()));
    assertEquals("no images to measure mean and standard deviation of", e.getMessage());
  }
}
