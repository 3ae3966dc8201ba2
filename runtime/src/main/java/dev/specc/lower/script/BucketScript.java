package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Tensors one after the other in a single one, a bucket, which travels between devices in one copy:
 * as torch.nn.parallel.DistributedDataParallel does it with gradients. Nothing here waits for a
 * device.
 */
public final class BucketScript implements AutoCloseable {
  /** In the order in which elements lie in memory, which equal nets have in common. */
  private static final String SOURCE =
      """
      class Bucket(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def pack(self: __torch__.Bucket,
            tensors: List[Tensor],
            factor: float) -> Tensor:
          torch.set_grad_enabled(False)
          flat = annotate(List[Tensor], [])
          for tensor in tensors:
            torch.append(flat, torch.as_strided(tensor, [torch.numel(tensor)], [1]))
          return torch.mul_(torch.cat(flat, 0), factor)
        def unpack(self: __torch__.Bucket,
            bucket: Tensor,
            tensors: List[Tensor]) -> NoneType:
          torch.set_grad_enabled(False)
          start = 0
          for tensor in tensors:
            end = torch.add(start, torch.numel(tensor))
            flat = torch.as_strided(torch.detach(tensor), [torch.numel(tensor)], [1])
            part = torch.copy_(flat, torch.slice(bucket, 0, start, end, 1))
            start = end
          return None
      """;

  private final LoadedScript script = LoadedScript.stateless(SOURCE, "Bucket");

  /**
   * Copies tensors times a factor into a bucket.
   *
   * @param tensors float32, dense in memory, on one device; at least one
   * @return [elements of all], which belongs to the first one's manager
   */
  public NDArray pack(List<? extends NDArray> tensors, double factor) {
    PtNDManager owner = (PtNDManager) tensors.getFirst().getManager();
    try (IValue list = UpdateState.list(tensors);
        IValue times = IValue.from(factor);
        IValue bucket = script.run("pack", list, times)) {
      return bucket.toTensor(owner);
    }
  }

  /**
   * Copies a bucket's parts into tensors.
   *
   * @param bucket of tensors with these shapes, in this order
   * @param tensors on the bucket's device, dense in memory
   */
  public void unpack(NDArray bucket, List<? extends NDArray> tensors) {
    try (IValue from = IValue.from((PtNDArray) bucket);
        IValue list = UpdateState.list(tensors)) {
      script.run("unpack", from, list).close();
    }
  }

  @Override
  public void close() {
    script.close();
  }
}
