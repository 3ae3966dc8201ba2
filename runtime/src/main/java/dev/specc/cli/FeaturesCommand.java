package dev.specc.cli;

import dev.specc.data.DataException;
import dev.specc.features.FeatureImage;
import dev.specc.features.FeatureMaps;
import dev.specc.features.FeaturePictures;
import dev.specc.features.GradCam;
import dev.specc.features.Maps;
import dev.specc.features.NodeChoice;
import dev.specc.features.Scaling;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Conv;
import dev.specc.picture.Png;
import dev.specc.weights.WeightsCopy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc features}: what a trained net looks at, as a picture. */
@Command(
    name = "features",
    description = {
      "Draws the strongest feature maps of a node for an image.",
      "With --cam, where the net looks for a class (Grad-CAM); with --filters, the filters of a"
          + " convolution."
    },
    mixinStandardHelpOptions = true)
final class FeaturesCommand implements Callable<Integer> {
  private record Nets(Graph trained, Graph graph) {}

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "RUN|SPEC[#variant]",
      description = "A run folder that train left, or a spec with --weights.")
  private String what = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE|RUN",
      description = "A safetensors file, a .pth of torch.save, or a run folder.")
  private @Nullable Path weights;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description =
          "PNG, JPEG or .npy (C, H, W). For a run, a picture is treated as the run's own images; for a"
              + " spec it is resized to the net's input.")
  private @Nullable Path image;

  @Option(
      names = "--node",
      paramLabel = "PATH",
      description =
          "Whose maps: a path of `specc shapes`, or of a block for its last node (default: the last"
              + " that has maps).")
  private @Nullable String node;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many maps or filters (default: ${DEFAULT-VALUE}).")
  private int top = 12;

  @Option(
      names = "--cam",
      paramLabel = "CLASS",
      description = "A class by its number, or `predicted`: where the net looks for it.")
  private @Nullable String cam;

  @Option(names = "--filters", description = "The filters of the first convolution, or of --node.")
  private boolean filters;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "M",
      description =
          "What is taken from the image's values first, by channel; with --std (default: as the run was trained).")
  private List<Float> mean = List.of();

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "S",
      description = "What the image's values are divided by then, by channel.")
  private List<Float> std = List.of();

  @Mixin private NetOptions given = new NetOptions();

  @Mixin private OneDeviceOption device = new OneDeviceOption();

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      defaultValue = "features.png",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("features.png");

  @SuppressWarnings("NullAway") // picocli sets `command`
  FeaturesCommand() {}

  @Override
  public Integer call() throws IOException {
    requireUsage();
    FeatureSubject subject = subject();
    Optional<Graph> trained = compile(SpecSource.withoutWarnings(), subject);
    Optional<Graph> graph = compile(SpecSource.forEvaluation(), subject);
    if (trained.isEmpty() || graph.isEmpty()) {
      return ExitStatus.INPUT_HAS_ERRORS;
    }
    if (graph.get().inputs().size() != 1) {
      throw new DataException("the net takes several inputs, and features gives it one image");
    }
    Nets nets = new Nets(trained.get(), graph.get());
    BufferedImage picture =
        filters
            ? filters(nets, subject.weights())
            : cam == null ? maps(nets, subject) : cam(nets, subject, cam);
    Files.write(out, Png.of(picture));
    PrintWriter stdout = command.commandLine().getOut();
    stdout.println("written: " + out);
    stdout.flush();
    return ExitStatus.FINE;
  }

  private void requireUsage() {
    if (filters && cam != null) {
      throw usage("--filters and --cam are two pictures: choose one");
    }
    if (filters == (image != null)) {
      throw usage(filters ? "--filters takes no --image" : "--image FILE is missing");
    }
    if (!PictureFile.isPng(out)) {
      throw PictureFile.isNone(command.commandLine(), out, "a PNG file");
    }
    if (top < 1) {
      throw usage("--top must be at least 1");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private FeatureSubject subject() {
    Scaling scaling = new Scaling(mean, std);
    if (weights != null) {
      Path file = WeightsCopy.in(weights);
      return FeatureSubject.ofSpec(what, given.set(), given.size(), file, scaling);
    }
    KeptNet net = KeptNet.named(command.commandLine(), what);
    if (!given.isEmpty()) {
      throw usage("--set and --size go with a spec; a run has its own");
    }
    boolean scaled = !mean.isEmpty() || !std.isEmpty();
    return FeatureSubject.ofRun(net, scaled ? Optional.of(scaling) : Optional.empty());
  }

  private Optional<Graph> compile(SpecSource source, FeatureSubject subject) {
    return source
        .compile(command.commandLine(), subject.spec(), subject.set(), subject.size())
        .map(GraphSource.Compiled::graph);
  }

  private FeatureImage readImage(FeatureSubject subject) {
    return FeatureImage.read(Objects.requireNonNull(image), subject.pictures());
  }

  private Node chosen(Graph graph) {
    return node == null
        ? NodeChoice.lastMaps(graph)
            .orElseThrow(() -> new DataException("the net has no feature maps to look at"))
        : NodeChoice.ofMaps(graph, node);
  }

  private BufferedImage maps(Nets nets, FeatureSubject subject) {
    Node chosen = chosen(nets.graph);
    Maps maps =
        FeatureMaps.of(
            nets.trained,
            nets.graph,
            chosen,
            subject.weights(),
            readImage(subject),
            subject.scaling(),
            device.device(command.commandLine()));
    String strongest =
        maps.strongest(top).stream()
            .map(c -> String.format(Locale.ROOT, "%d (%.4g)", c, maps.mean(c)))
            .collect(Collectors.joining(", "));
    say(
        "%s: %d maps of %dx%d; the strongest by their mean: %s"
            .formatted(chosen.path(), maps.channels(), maps.height(), maps.width(), strongest));
    return FeaturePictures.strongest(chosen.path(), maps, top);
  }

  private BufferedImage cam(Nets nets, FeatureSubject subject, String wanted) {
    Node chosen = chosen(nets.graph);
    FeatureImage read = readImage(subject);
    GradCam map =
        GradCam.of(
            nets.trained,
            nets.graph,
            chosen,
            subject.weights(),
            read,
            subject.scaling(),
            label(wanted),
            device.device(command.commandLine()));
    say(
        String.format(
            Locale.ROOT,
            "%s: %s, output %.4f",
            chosen.path(),
            className(subject, map.label()),
            map.score()));
    if (map.isEmpty()) {
      say("no place of these maps speaks for the class: the weighted sum is nowhere above 0");
    }
    return FeaturePictures.cam(chosen.path(), map, read);
  }

  private static String className(FeatureSubject subject, int label) {
    boolean named = label < subject.classes().size();
    return "class " + label + (named ? " (" + subject.classes().get(label) + ")" : "");
  }

  private OptionalInt label(String wanted) {
    if (wanted.equals("predicted")) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(wanted));
    } catch (NumberFormatException e) {
      throw usage("--cam is the number of a class or `predicted`, not `" + wanted + "`");
    }
  }

  private BufferedImage filters(Nets nets, Path file) {
    Node chosen =
        node == null
            ? NodeChoice.firstConv(nets.graph)
                .orElseThrow(() -> new DataException("the net has no convolution"))
            : NodeChoice.of(nets.graph, node);
    if (!(chosen.op() instanceof Conv)) {
      throw new DataException(
          "%s is %s, no conv: it has no filters".formatted(chosen.path(), chosen.op().name()));
    }
    List<Maps> all = FeatureMaps.filters(nets.trained, chosen, file);
    Maps first = all.getFirst();
    say(
        "%s: %d filters of %dx%dx%d"
            .formatted(chosen.path(), all.size(), first.channels(), first.height(), first.width()));
    return FeaturePictures.filters(chosen.path(), all.subList(0, Math.min(top, all.size())));
  }

  private void say(String line) {
    command.commandLine().getOut().println(line);
  }
}
