package dev.specc.predict;

import dev.specc.data.ImageForm;
import dev.specc.recipe.DataChoice;

/** What becomes of picture files before a net sees them; arrays are taken as they are. */
public sealed interface Treatment {
  /** Values from 0 to 1; all have one size, which is the net's input size. */
  record AsTheyAre() implements Treatment {}

  /**
   * What became of the images that the net learned from: resized, fitted to its input, normalised.
   *
   * @param form that those had
   * @param data with the numbers that they were normalised by
   */
  record AsTrained(ImageForm form, DataChoice data) implements Treatment {}
}
