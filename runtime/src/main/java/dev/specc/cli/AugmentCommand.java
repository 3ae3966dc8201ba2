package dev.specc.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.specc.augment.Augmenter;
import dev.specc.augment.BatchPicture;
import dev.specc.augment.ChannelStatistics;
import dev.specc.data.Batch;
import dev.specc.data.DataException;
import dev.specc.data.Dataset;
import dev.specc.data.Datasets;
import dev.specc.data.LabelledImages;
import dev.specc.data.PixelBatch;
import dev.specc.recipe.Augmentation;
import dev.specc.recipe.DataChoice.Normalisation;
import dev.specc.train.TorchEngine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code specc augment}: a picture of a training batch, before and after its augmentation. */
@Command(
    name = "augment",
    description = {
      "Draw a training batch as the net will see it.",
      "Each image stands beside the one it was made from, over the label that the net is to give."
    },
    mixinStandardHelpOptions = true)
public final class AugmentCommand implements Callable<Integer> {
  /** What a recipe says about a batch. */
  record Choice(String title, List<Augmentation> augmentations, Normalisation normalisation) {}

  /** Finds what to draw. */
  interface ChoiceSource {
    /**
     * @param recipe as {@code --recipe} names it; null without
     */
    Choice of(@Nullable String recipe);
  }

  private final ChoiceSource source;

  @Spec private @Nullable CommandSpec command;

  @Option(names = "--recipe", paramLabel = "RECIPE", description = "The recipe to show.")
  private @Nullable String recipe;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = Datasets.SUBSET,
      description = "As for train (default: ${DEFAULT-VALUE}).")
  private String data = Datasets.SUBSET;

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

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides which images, and what happens to them (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Draws what the recipe says. */
  public AugmentCommand() {
    this(AugmentCommand::standard);
  }

  AugmentCommand(ChoiceSource source) {
    this.source = source;
  }

  /** What most recipes for small images have in common. */
  private static Choice standard(@Nullable String recipe) {
    if (recipe != null) {
      throw new DataException("--recipe " + recipe + ": recipes cannot be read yet");
    }
    return new Choice(
        "random crop 4, horizontal flip 0.5, cutout 8",
        List.of(
            new Augmentation.RandomCrop(4),
            new Augmentation.HorizontalFlip(0.5),
            new Augmentation.Cutout(8)),
        new Normalisation.Measured());
  }

  /**
   * @return 0
   */
  @Override
  public Integer call() throws IOException {
    require(out.toString().endsWith(".png"), "--out is a file that ends in .png, not " + out);
    require(count >= 1, "--count is at least 1");
    Choice choice = source.of(recipe);
    Dataset dataset = Datasets.open(data);
    int images = Math.min(count, dataset.train().count());
    Files.write(out, png(picture(choice, dataset, images)));
    commandSpec().commandLine().getOut().println("%s: %d images".formatted(out, images));
    return ExitStatus.FINE;
  }

  private BufferedImage picture(Choice choice, Dataset dataset, int images) {
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      PixelBatch raw = some(dataset.train(), images, random, manager);
      Augmenter augmenter =
          new Augmenter(
              choice.augmentations(),
              measured(choice.normalisation(), dataset.train(), manager),
              dataset.classes().size(),
              manager);
      Batch batch = augmenter.train(raw, random);
      NDArray before = augmenter.restore(augmenter.plain(raw.pixels()));
      String title = dataset.name() + ": " + choice.title();
      return BatchPicture.draw(
          title, before, augmenter.restore(batch.images()), batch, dataset.classes());
    }
  }

  private static Normalisation measured(
      Normalisation normalisation, LabelledImages images, NDManager manager) {
    return switch (normalisation) {
      case Normalisation.None none -> none;
      case Normalisation.Fixed fixed -> fixed;
      case Normalisation.Measured measured -> {
        int[] all = new int[images.count()];
        for (int i = 0; i < all.length; i++) {
          all[i] = i;
        }
        yield ChannelStatistics.measure(List.of(batch(images, all, manager)));
      }
    };
  }

  private static PixelBatch some(
      LabelledImages images, int count, RandomGenerator random, NDManager manager) {
    int[] places = random.ints(0, images.count()).distinct().limit(count).toArray();
    return batch(images, places, manager);
  }

  private static PixelBatch batch(LabelledImages images, int[] places, NDManager manager) {
    int area = images.height() * images.width();
    ByteBuffer all = images.pixels();
    ByteBuffer chosen = ByteBuffer.allocateDirect(places.length * area);
    long[] labels = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      chosen.put(all.slice(places[i] * area, area));
      labels[i] = images.label(places[i]);
    }
    Shape shape = new Shape(places.length, 1, images.height(), images.width());
    return new PixelBatch(
        manager.create(chosen.flip(), shape, DataType.UINT8), manager.create(labels));
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
      throw new ParameterException(commandSpec().commandLine(), message);
    }
  }

  private CommandSpec commandSpec() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    return command;
  }
}
