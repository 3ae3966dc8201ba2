package dev.specc.train;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.recipe.Recipe;
import java.util.List;

/**
 * What computes a recipe's steps, and in what: nothing of it is part of what a net learns.
 *
 * @param devices one, or several for parts of each batch; the first holds the weights and the data
 */
public record Execution(TrainingEngine engine, Precision precision, List<Device> devices) {
  /** The compute capability of the first GPUs with tensor cores for bfloat16. */
  private static final int AMPERE = 80;

  public Execution {
    devices = List.copyOf(devices);
    if (devices.isEmpty() || !engine.computesIn(precision)) {
      throw new IllegalArgumentException(engine + " in " + precision + " on " + devices);
    }
  }

  /** On one device in float32. */
  public static Execution plain(TrainingEngine engine, Device device) {
    return new Execution(engine, Precision.FLOAT32, List.of(device));
  }

  /** bfloat16 on GPUs that have tensor cores for it, where the engine can; else float32. */
  public static Precision preferredPrecision(TrainingEngine engine, Device device) {
    return engine.computesIn(Precision.BF16) && hasBfloat16(device)
        ? Precision.BF16
        : Precision.FLOAT32;
  }

  private static boolean hasBfloat16(Device device) {
    return device.isGpu()
        && Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId())) >= AMPERE;
  }

  /** The device that holds the weights and the data. */
  public Device device() {
    return devices.getFirst();
  }

  /** A net with the initial weights that the recipe asks for. */
  public TrainableNet net(Graph graph, Recipe recipe) {
    return switch (engine) {
      case SCRIPT ->
          devices.size() == 1
              ? new ScriptNet(graph, recipe, precision, device())
              : new DataParallelNet(graph, recipe, precision, devices);
      case BLOCKS -> new GraphNet(graph, recipe, device());
    };
  }
}
