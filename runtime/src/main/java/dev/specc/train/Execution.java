package dev.specc.train;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import dev.specc.graph.Graph;
import dev.specc.precision.Precision;
import dev.specc.recipe.Recipe;
import dev.specc.schedule.Recompute;
import java.util.List;

/**
 * What computes a recipe's steps, and in what: nothing of it is part of what a net learns.
 *
 * @param recompute what a step computes again rather than keep it; the results are the same
 * @param devices one, or several for parts of each batch; the first holds the weights and the data
 */
public record Execution(
    TrainingEngine engine, Precision precision, Recompute recompute, List<Device> devices) {
  /** The compute capability of the first GPUs with tensor cores for bfloat16. */
  private static final int AMPERE = 80;

  public Execution {
    devices = List.copyOf(devices);
    boolean recomputes = recompute == Recompute.NONE || engine.recomputes();
    if (devices.isEmpty() || !engine.computesIn(precision) || !recomputes) {
      throw new IllegalArgumentException(
          "%s in %s, recomputing %s, on %s".formatted(engine, precision, recompute, devices));
    }
  }

  /** On one device in float32, with all kept that the backward pass reads. */
  public static Execution plain(TrainingEngine engine, Device device) {
    return new Execution(engine, Precision.FLOAT32, Recompute.NONE, List.of(device));
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
              ? new ScriptNet(graph, recipe, this)
              : new DataParallelNet(graph, recipe, this);
      case BLOCKS -> new GraphNet(graph, recipe, device());
    };
  }
}
