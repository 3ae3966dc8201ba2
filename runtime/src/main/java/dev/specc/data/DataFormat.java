package dev.specc.data;

import dev.specc.recipe.DataChoice.Resize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A way in which a folder may hold labelled images. */
interface DataFormat {
  /** What a folder of this format holds, in a line for the user. */
  String description();

  /** Whether a folder seems to be of this format, by the names in it. */
  boolean isIn(Path folder);

  /**
   * Reads what a folder of this format holds.
   *
   * @param framing how image files are made into one size; formats in which all images have one
   *     size do not look at it
   * @throws DataException where a file cannot be used
   */
  Found read(Path folder, Framing framing);

  /**
   * The splits that a folder holds.
   *
   * @param splits with training images, and validation or test images where there are any
   * @param classes their names; where there are none, numbers
   */
  record Found(Map<Split, ImageSet> splits, List<String> classes) {
    public Found {
      splits = Map.copyOf(splits);
      classes = List.copyOf(classes);
    }
  }

  /**
   * What an image becomes.
   *
   * @param resize as the recipe has it
   * @param netHeight of the net's input, for {@link Resize.Keep} where sizes differ; 0 where there
   *     is none
   */
  record Framing(Resize resize, int netHeight, int netWidth) {}
}
