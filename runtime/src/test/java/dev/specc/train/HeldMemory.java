package dev.specc.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.benchmark.ResidentMemory;

/** Makes and frees 16 arrays of 8 MiB, and prints how much more the process then has. */
final class HeldMemory {
  private static final int BLOCKS = 16;
  private static final long FLOATS = 2 << 20;

  private HeldMemory() {}

  /**
   * @param args with {@code give-back} as the first, large blocks go back to the system
   */
  public static void main(String[] args) {
    if (args[0].equals("give-back")) {
      NativeHeap.giveBackLargeBlocks();
    }
    blocks(1);
    long before = ResidentMemory.now().orElseThrow();
    blocks(BLOCKS);
    System.out.println(ResidentMemory.now().orElseThrow() - before);
  }

  private static void blocks(int count) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (int i = 0; i < count; i++) {
        manager.ones(new Shape(FLOATS));
      }
    }
  }
}
