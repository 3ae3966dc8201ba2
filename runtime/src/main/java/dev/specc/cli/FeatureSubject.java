package dev.specc.cli;

import dev.specc.data.ImageFile;
import dev.specc.data.Pixels;
import dev.specc.features.Scaling;
import dev.specc.recipe.DataChoice;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.report.RunException;
import dev.specc.report.TrainingImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The net that {@code features} looks into.
 *
 * @param pictures reads one as the net's own were: cropped and resized as in training
 * @param scaling of a picture's values, from 0 to 1
 * @param classes their names; empty where they are not known
 */
record FeatureSubject(
    String spec,
    Map<String, String> set,
    String size,
    Path weights,
    Function<Path, Pixels> pictures,
    Scaling scaling,
    List<String> classes) {
  /** A spec with weights: pictures are taken as they are. */
  static FeatureSubject ofSpec(
      String spec, Map<String, String> set, String size, Path weights, Scaling scaling) {
    return new FeatureSubject(spec, set, size, weights, ImageFile::read, scaling, List.of());
  }

  /**
   * @param given what to normalise by instead of the run's own numbers
   */
  static FeatureSubject ofRun(KeptNet net, Optional<Scaling> given) {
    DataChoice data = net.recipe().data();
    Optional<TrainingImages> images = net.folder().readImages();
    return new FeatureSubject(
        net.spec(),
        net.set(),
        net.size(),
        net.folder().trainedWeights(),
        images.map(i -> pictures(i, data)).orElse(ImageFile::read),
        given.orElseGet(() -> scaling(data.normalisation())),
        images.map(TrainingImages::classes).orElse(List.of()));
  }

  private static Function<Path, Pixels> pictures(TrainingImages images, DataChoice data) {
    return file -> images.form().read(file, data.resize());
  }

  private static Scaling scaling(Normalisation normalisation) {
    return switch (normalisation) {
      case Normalisation.None none -> Scaling.NONE;
      case Normalisation.Fixed fixed ->
          new Scaling(
              fixed.mean().stream().map(Double::floatValue).toList(),
              fixed.std().stream().map(Double::floatValue).toList());
      case Normalisation.Measured measured ->
          throw new RunException("the run's recipe has lost the numbers it was normalised by");
    };
  }
}
