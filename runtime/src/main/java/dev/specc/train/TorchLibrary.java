package dev.specc.train;

import java.io.File;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A libtorch of the user's own. DJL passes over a folder that has none, and takes its own. */
final class TorchLibrary {
  /** The variable that DJL reads: folders or the library itself, as many as {@code PATH} takes. */
  static final String VARIABLE = "PYTORCH_LIBRARY_PATH";

  private static final String NAME = System.mapLibraryName("torch");

  private TorchLibrary() {}

  /**
   * @param places the variable's value; null or empty where it is not set
   * @throws EnvironmentException where libtorch is at none of them
   */
  static void require(@Nullable String places) {
    if (places == null || places.isEmpty()) {
      return;
    }
    if (Arrays.stream(places.split(File.pathSeparator)).noneMatch(TorchLibrary::isAt)) {
      throw new EnvironmentException(
          "%s=%s: there is no %s in it: name the folder that has it, or unset %1$s to take the libtorch that comes with specc"
              .formatted(VARIABLE, places, NAME));
    }
  }

  private static boolean isAt(String place) {
    File named = new File(place);
    return (named.isFile() && named.getName().equals(NAME)) || new File(place, NAME).isFile();
  }
}
