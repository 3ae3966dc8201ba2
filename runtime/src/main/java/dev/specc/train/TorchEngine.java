package dev.specc.train;

import ai.djl.engine.Engine;

/** DJL's PyTorch engine, told not to reach for the network. */
public final class TorchEngine {
  private TorchEngine() {}

  /**
   * The engine; the first call loads libtorch, which takes about half a second.
   *
   * @throws EnvironmentException where the environment names a libtorch that is not there
   */
  public static Engine get() {
    TorchLibrary.require(System.getenv(TorchLibrary.VARIABLE));
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    return Engine.getEngine("PyTorch");
  }
}
