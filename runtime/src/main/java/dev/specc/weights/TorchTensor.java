package dev.specc.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A tensor of a {@code torch.save} file: a view of a storage, by strides. */
final class TorchTensor implements StoredTensor {
  private final PickleValue.Tensor tensor;
  private final TorchStorages storages;

  TorchTensor(PickleValue.Tensor tensor, TorchStorages storages) {
    this.tensor = tensor;
    this.storages = storages;
  }

  @Override
  public ElementType type() {
    return tensor.storage().type();
  }

  @Override
  public List<Long> dims() {
    return tensor.dims();
  }

  @Override
  public ByteBuffer read(ElementType wanted) throws IOException {
    if (dims().contains(0L)) {
      return wanted.allocate(0);
    }
    ByteBuffer storage = storages.read(tensor.storage());
    long elements = dims().stream().reduce(1L, Math::multiplyExact);
    if (isContiguous() && type() == wanted) {
      int from = Math.toIntExact(tensor.offset() * wanted.bytes());
      return storage.slice(from, Math.toIntExact(elements * wanted.bytes())).order(storage.order());
    }
    ByteBuffer to = wanted.allocate(elements);
    copy(storage, 0, Math.toIntExact(tensor.offset()), wanted, to);
    return to.flip();
  }

  private void copy(ByteBuffer storage, int axis, int from, ElementType wanted, ByteBuffer to) {
    if (axis == dims().size()) {
      wanted.put(type(), storage, from, to);
      return;
    }
    int stride = Math.toIntExact(tensor.strides().get(axis));
    for (int i = 0, at = from; i < dims().get(axis); i++, at += stride) {
      copy(storage, axis + 1, at, wanted, to);
    }
  }

  /** Whether the elements lie one after the other; the stride of a dimension of 1 is of no use. */
  private boolean isContiguous() {
    long stride = 1;
    for (int axis = dims().size() - 1; axis >= 0; axis--) {
      long dim = dims().get(axis);
      if (dim != 1 && tensor.strides().get(axis) != stride) {
        return false;
      }
      stride *= dim;
    }
    return true;
  }
}
