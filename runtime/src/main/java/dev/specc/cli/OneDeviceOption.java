package dev.specc.cli;

import ai.djl.Device;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --device} of what does not train. */
final class OneDeviceOption {
  @Option(names = "--device", paramLabel = "DEVICE", description = DeviceOption.ONE)
  private String device = DeviceOption.AUTO;

  /**
   * The device that is asked for.
   *
   * @throws ParameterException where there are several, it is not here, or it is no device
   */
  Device device(CommandLine line) {
    List<Device> all = DeviceOption.parse(line, device);
    if (all.size() > 1) {
      throw new ParameterException(
          line, "--device takes one device here, not `" + device + "`: several are for training");
    }
    return all.getFirst();
  }
}
