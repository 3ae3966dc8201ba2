package dev.specc.benchmark;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.specc.data.Batches;
import dev.specc.data.Datasets;
import dev.specc.data.ImageFile;
import dev.specc.data.ImageOrder;
import dev.specc.data.ImageReader;
import dev.specc.data.ImageSet;
import dev.specc.data.Pictures;
import dev.specc.data.Pixels;
import dev.specc.data.Split;
import dev.specc.data.StreamedReading;
import dev.specc.op.Shape;
import dev.specc.train.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Images in a second from each kind of reader, and how much of its time a consumer waits that takes
 * a given time for each step. The image folders hold generated photographs of 500 x 375 pixels;
 * {@code -Dfolder=DIR} reads another.
 */
public final class DataRate {
  private static final int BATCH = Integer.getInteger("batch", 64);
  private static final int IMAGES = Integer.getInteger("images", 512);
  private static final Shape NET = Shape.of(3, 224, 224);

  private DataRate() {}

  public static void main(String[] args) throws IOException {
    System.out.printf("%d cores%n", Runtime.getRuntime().availableProcessors());
    Path made = Files.createTempDirectory("specc-data-rate");
    try (NDManager manager = TorchEngine.get().newBaseManager()) {
      // As training does for batches that are little work.
      JniUtils.setNumThreads(1);
      ImageSet clothes = Datasets.open(Datasets.SUBSET, Shape.of(1, 28, 28)).train();
      resident(manager, "28x28 grey, held on the device", clothes);
      streamed(manager, "28x28 grey, on threads", clothes, 20);
      for (String format : new String[] {"jpg", "png"}) {
        ImageSet photos = folder(made.resolve(format), format);
        decoding(photos, format);
        streamed(manager, "500x375 ." + format + " to 224x224", photos, 2);
      }
    } finally {
      delete(made);
    }
  }

  private static ImageSet folder(Path made, String format) throws IOException {
    String given = System.getProperty("folder");
    Path folder = given == null ? made : Path.of(given);
    for (int i = 0; given == null && i < IMAGES; i++) {
      Pixels photo = Pictures.photo(3, 375, 500, i % 32);
      Pictures.write(folder.resolve("class%d/%d.%s".formatted(i % 2, i, format)), photo);
    }
    if (given == null) {
      // Another size among them, so that all are made into the net's.
      Pictures.write(folder.resolve("class0/x.png"), Pictures.photo(3, 374, 500, 0));
    }
    Watch start = new Watch();
    ImageSet images = Datasets.open(folder.toString(), NET).splits().get(Split.TRAIN);
    report(".%s: opened, headers checked".formatted(format), images.count(), start);
    return images;
  }

  /** One thread, so that what a file costs is seen. */
  private static void decoding(ImageSet photos, String format) {
    for (int round = 0; round < 2; round++) {
      Watch start = new Watch();
      int count = Math.min(200, photos.count());
      for (int i = 0; i < count; i++) {
        ImageFile.read(Path.of(photos.name(i)));
      }
      if (round > 0) {
        report("." + format + ": decoded on one thread, not resized", count, start);
      }
    }
  }

  private static void resident(NDManager manager, String name, ImageSet images) {
    try (ImageReader reader = images.open(manager)) {
      pass(manager, reader, 0);
      Watch start = new Watch();
      for (int i = 0; i < 20; i++) {
        pass(manager, reader, 0);
      }
      report(name, 20L * images.count(), start);
    }
  }

  private static void streamed(NDManager manager, String name, ImageSet images, int passes) {
    try (ImageReader reader = StreamedReading.open(manager, images)) {
      pass(manager, reader, 0);
      Watch start = new Watch();
      for (int i = 0; i < passes; i++) {
        pass(manager, reader, 0);
      }
      double seconds = report(name, (long) passes * images.count(), start);
      double batch = seconds * BATCH / ((double) passes * images.count());
      for (double factor : new double[] {0.5, 1, 1.5, 2}) {
        waits(manager, reader, factor * batch);
      }
    }
  }

  private static void waits(NDManager manager, ImageReader reader, double step) {
    System.out.printf(
        Locale.ROOT,
        "    a step of %.1f ms waits %.1f %% of the time%n",
        step * 1e3,
        100 * pass(manager, reader, step));
  }

  /**
   * A consumer whose steps run elsewhere, as on a GPU: it takes no core from the decoders.
   *
   * @return the share of the time that it waits once the first batch was there
   */
  private static double pass(NDManager manager, ImageReader reader, double step) {
    int[] order = ImageOrder.shuffled(reader.images().count(), 1, 1);
    try (Batches batches = reader.batches(order, BATCH)) {
      try (NDManager own = manager.newSubManager()) {
        batches.next(own);
      }
      double before = batches.secondsWaited();
      Watch start = new Watch();
      while (batches.hasNext()) {
        work(step);
        try (NDManager own = manager.newSubManager()) {
          batches.next(own);
        }
      }
      return (batches.secondsWaited() - before) / start.seconds();
    }
  }

  private static void work(double step) {
    try {
      Thread.sleep(Duration.ofNanos((long) (step * 1e9)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double report(String what, long images, Watch watch) {
    double seconds = watch.seconds();
    System.out.printf(
        Locale.ROOT,
        "%-42s %,9.0f images/s, %,9.0f of a core's time%n",
        what,
        images / seconds,
        images / watch.cpuSeconds());
    return seconds;
  }

  /** Both, since other work on the machine changes only one of them. */
  private static final class Watch {
    private static final OperatingSystemMXBean PROCESS =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long start = System.nanoTime();
    private final long cpuStart = PROCESS.getProcessCpuTime();

    double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    double cpuSeconds() {
      return (PROCESS.getProcessCpuTime() - cpuStart) / 1e9;
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
