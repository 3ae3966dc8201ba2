package dev.specc.cli;

import ai.djl.Device;
import dev.specc.train.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --device} of what trains: one device or several. */
final class DeviceOption {
  /** What the option takes everywhere. */
  static final String ONE =
      "cpu; cuda, the first GPU; cuda:1, the second one; auto, cuda where there is one (default).";

  static final String AUTO = "auto";
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}|all))?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = ONE + " Several share each batch of training: cuda:0,1 or cuda:all.")
  private String device = AUTO;

  /** Whether it was left to the machine. */
  boolean isAuto() {
    return device.equals(AUTO);
  }

  /** The devices that are asked for, at least one. */
  List<Device> several(CommandLine line) {
    return parse(line, device);
  }

  /**
   * The devices of a text as the option takes it, and as {@link #text} writes it.
   *
   * @throws ParameterException where it is none, or names what this machine does not have
   */
  static List<Device> parse(CommandLine line, String text) {
    if (text.equals(AUTO)) {
      return List.of(TorchEngine.get().defaultDevice());
    }
    List<Device> devices = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      devices.addAll(word(line, text, word, devices));
    }
    if (devices.stream().anyMatch(d -> d.isGpu() != devices.getFirst().isGpu())) {
      throw new ParameterException(line, "--device mixes CPU and GPU: `" + text + "`");
    }
    return devices;
  }

  private static List<Device> word(
      CommandLine line, String text, String word, List<Device> before) {
    if (word.equals("cpu")) {
      return List.of(Device.cpu());
    }
    Matcher cuda = CUDA.matcher(word);
    boolean another = !before.isEmpty() && before.getLast().isGpu();
    if (!cuda.matches() && !(another && NUMBER.matcher(word).matches())) {
      throw new ParameterException(
          line,
          "--device is auto, cpu, cuda, cuda:1, cuda:0,1 or cuda:all, not `%s`".formatted(text));
    }
    int present = TorchEngine.get().getGpuCount();
    if (present == 0) {
      throw new ParameterException(line, noGpu(text));
    }
    String which = another && !cuda.matches() ? word : cuda.group(1);
    if ("all".equals(which)) {
      return IntStream.range(0, present).mapToObj(Device::gpu).toList();
    }
    int number = which == null ? 0 : Integer.parseInt(which);
    if (number >= present) {
      throw new ParameterException(
          line,
          "--device %s: there is no cuda:%d here; the last of %d is cuda:%d"
              .formatted(text, number, present, present - 1));
    }
    return List.of(Device.gpu(number));
  }

  /** What DJL needs to find a GPU; see its docs on the PyTorch engine. */
  private static String noGpu(String text) {
    return ("--device %1$s: no CUDA device: libtorch %2$s found the CPU only. Where there is a GPU"
            + " with NVIDIA's driver, let DJL fetch its libtorch for CUDA once"
            + " (SPECC_DJL_OFFLINE=false specc ...), or set PYTORCH_LIBRARY_PATH to a"
            + " libtorch %2$s with CUDA; --device cpu runs here")
        .formatted(text, TorchEngine.get().getVersion());
  }

  /** As the option takes it: {@code cpu}, {@code cuda:0,cuda:1}. */
  static String text(List<Device> devices) {
    return devices.stream()
        .map(d -> d.isGpu() ? "cuda:" + d.getDeviceId() : "cpu")
        .collect(Collectors.joining(","));
  }
}
