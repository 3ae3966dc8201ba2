package dev.specc.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.augment.Augmenter;
import dev.specc.augment.BatchPicture;
import dev.specc.data.Batch;
import dev.specc.data.Batches;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.ImageReader;
import dev.specc.data.PixelBatch;
import dev.specc.op.Shape;
import dev.specc.recipe.Recipe;
import dev.specc.recipe.RecipePrinter;
import dev.specc.recipe.RecipeReader;
import dev.specc.train.TorchEngine;
import dev.specc.train.TrainingData;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code specc augment}: a picture of a training batch, before and after its augmentation. */
@Command(
    name = "augment",
    description = {
      "Draws a training batch as a recipe makes it.",
      "Each image stands beside the one it was made from, over the label that the net is to give."
    },
    mixinStandardHelpOptions = true)
public final class AugmentCommand implements Callable<Integer>, TrainsOtherwise {
  /** The size of images of different sizes, where the recipe says none. */
  private static final Shape USUAL_INPUT = Shape.of(3, 224, 224);

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A value of the recipe, such as 'augment=[flip]'; may be repeated.")
  private List<String> set = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      defaultValue = "augment.png",
      description = "The picture (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("augment.png");

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "48",
      description = "Images in the batch (default: ${DEFAULT-VALUE}).")
  private int count = 48;

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Override
  public Set<String> withoutEffect() {
    return Set.of(
        "--engine",
        "--recompute",
        "--precision",
        "--epochs",
        "--batch",
        "--optimizer",
        "--lr",
        "--momentum",
        "--weight-decay",
        "--init");
  }

  /**
   * @return 0, 1 where the recipe has errors, or 2 where an option has one
   */
  @Override
  public Integer call() throws IOException {
    CommandLine line = line();
    if (!PictureFile.isPng(out)) {
      throw PictureFile.isNone(line, out, "a PNG file");
    }
    require(count >= 1, "--count is at least 1");
    Assignments assigned = Assignments.of(line, Assignments.parse(line, set), List.of());
    require(assigned.params().isEmpty(), "--set: no recipe has " + assigned.params().keySet());
    RecipeReader.Result read = options.recipe(null, assigned.recipe());
    Report.print(read.diagnostics(), line.getErr(), false);
    line.getErr().flush();
    if (read.recipe().isEmpty()) {
      return TrainingOptions.areWrong(read.diagnostics())
          ? ExitStatus.WRONG_USAGE
          : ExitStatus.INPUT_HAS_ERRORS;
    }
    if (options.show()) {
      line.getOut().print(RecipePrinter.print(read.recipe().get()));
    } else {
      draw(read.recipe().get());
    }
    return ExitStatus.FINE;
  }

  private void draw(Recipe recipe) throws IOException {
    Dataset dataset = Datasets.open(recipe.data(), USUAL_INPUT, recipe.seed());
    int images = Math.min(count, dataset.train().count());
    Files.write(out, png(picture(recipe, dataset, images)));
    line().getOut().println("%s: %d images".formatted(out, images));
  }

  private static BufferedImage picture(Recipe given, Dataset dataset, int images) {
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      Recipe recipe = TrainingData.measured(given, dataset, manager);
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(recipe.seed());
      Augmenter augmenter =
          new Augmenter(
              recipe.augmentations(),
              recipe.data().normalisation(),
              dataset.classes().size(),
              manager);
      PixelBatch raw = some(dataset, images, random, manager);
      Batch batch = augmenter.train(raw, random);
      NDArray before = augmenter.restore(augmenter.plain(raw.pixels()));
      NDArray after = augmenter.restore(batch.images());
      return BatchPicture.draw(title(dataset, recipe), before, after, batch, dataset.classes());
    }
  }

  private static String title(Dataset dataset, Recipe recipe) {
    String tricks =
        recipe.augmentations().stream()
            .map(RecipePrinter::printed)
            .collect(Collectors.joining(", "));
    return dataset.name() + ": " + (tricks.isEmpty() ? "no augmentation" : tricks);
  }

  private static PixelBatch some(
      Dataset dataset, int count, RandomGenerator random, NDManager manager) {
    int[] places = random.ints(0, dataset.train().count()).distinct().limit(count).toArray();
    try (ImageReader reader = dataset.train().open(manager);
        Batches batches = reader.batches(places, count)) {
      return batches.next(manager);
    }
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    }
    return bytes.toByteArray();
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(line(), message);
    }
  }

  private CommandLine line() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command.commandLine();
  }
}
