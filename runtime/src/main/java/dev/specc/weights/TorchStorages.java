package dev.specc.weights;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the storages of a {@code torch.save} file are. */
interface TorchStorages {
  /**
   * The numbers of a storage, little-endian. No more memory is taken than the file is large.
   *
   * @throws WeightsException where the file lacks it, or has not as many numbers as it says
   */
  ByteBuffer read(PickleValue.Storage storage) throws IOException;
}
