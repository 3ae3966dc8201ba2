package dev.specc.weights;

import dev.specc.weights.PickleValue.Dict;
import dev.specc.weights.PickleValue.Global;
import dev.specc.weights.PickleValue.Row;
import dev.specc.weights.PickleValue.Storage;
import dev.specc.weights.PickleValue.Tensor;
import dev.specc.weights.PickleValue.Text;
import dev.specc.weights.PickleValue.Tuple;
import dev.specc.weights.PickleValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The classes and functions that a pickled {@code state_dict} may name, and what they make. */
final class StateDictNames {
  private static final String DICT = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String OLD_TENSOR = "torch._utils._rebuild_tensor";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final List<String> CALLED = List.of(DICT, TENSOR, OLD_TENSOR, PARAMETER);
  private static final Map<String, ElementType> STORAGES =
      Map.of(
          "torch.FloatStorage", ElementType.F32,
          "torch.DoubleStorage", ElementType.F64,
          "torch.HalfStorage", ElementType.F16,
          "torch.BFloat16Storage", ElementType.BF16,
          "torch.LongStorage", ElementType.I64,
          "torch.IntStorage", ElementType.I32);

  private final String file;

  /**
   * @param file how messages name it
   */
  StateDictNames(String file) {
    this.file = file;
  }

  /**
   * @throws WeightsException for any other name; nothing of it is looked up or run
   */
  Global global(String name) {
    if (!CALLED.contains(name) && !STORAGES.containsKey(name)) {
      throw new WeightsException(
          "%s: its pickle names %s, which is no part of a state_dict; specc runs nothing from a"
                  .formatted(file, name)
              + " file. torch.save(model.state_dict(), ...) writes one that can be read");
    }
    return new Global(name);
  }

  /** What a persistent id stands for: {@code ('storage', class, key, device, elements, ...)}. */
  Storage storage(PickleValue id) {
    if (id instanceof Tuple t
        && t.items().size() >= 5
        && t.items().get(0).equals(new Text("storage"))
        && t.items().get(1) instanceof Global kind
        && t.items().get(2) instanceof Text key
        && t.items().get(4) instanceof Whole count
        && count.number() >= 0
        && STORAGES.get(kind.name()) instanceof ElementType type) {
      if (t.items().size() > 5 && !(t.items().get(5) instanceof PickleValue.Nothing)) {
        throw corrupt("a storage that is a view of another one");
      }
      return new Storage(type, key.text(), count.number());
    }
    throw corrupt("a persistent id that is no storage");
  }

  /** The result of a call that a pickle asks for. */
  PickleValue call(PickleValue called, PickleValue arguments) {
    if (called instanceof Global global && arguments instanceof Tuple tuple) {
      List<PickleValue> items = tuple.items();
      switch (global.name()) {
        case DICT -> {
          return dict(items);
        }
        case TENSOR, OLD_TENSOR -> {
          return tensor(items);
        }
        case PARAMETER -> {
          if (!items.isEmpty() && items.getFirst() instanceof Tensor tensor) {
            return tensor;
          }
        }
        default -> {}
      }
    }
    throw corrupt("a call of what cannot be called so");
  }

  /** {@code OrderedDict()}, or with the list of pairs that Python 2 wrote. */
  private Dict dict(List<PickleValue> arguments) {
    Dict dict = new Dict();
    if (arguments.isEmpty()) {
      return dict;
    }
    if (arguments.size() == 1 && arguments.getFirst() instanceof Row pairs) {
      for (PickleValue pair : pairs.items()) {
        if (!(pair instanceof Row row)
            || row.items().size() != 2
            || !(row.items().getFirst() instanceof Text key)
            || dict.items().put(key, row.items().getLast()) != null) {
          throw corrupt("an OrderedDict of what are no pairs, or of equal keys");
        }
      }
      return dict;
    }
    throw corrupt("an OrderedDict made of something else");
  }

  /** {@code (storage, offset, size, stride, ...)}. */
  private Tensor tensor(List<PickleValue> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Whole offset
        && arguments.get(2) instanceof Tuple size
        && arguments.get(3) instanceof Tuple stride) {
      Tensor tensor = new Tensor(storage, offset.number(), sizes(size), sizes(stride));
      requireInside(tensor);
      return tensor;
    }
    throw corrupt("a tensor that is made of something else");
  }

  private List<Long> sizes(Tuple tuple) {
    List<Long> sizes = new ArrayList<>();
    for (PickleValue item : tuple.items()) {
      if (!(item instanceof Whole whole) || whole.number() < 0) {
        throw corrupt("a tensor whose sizes are no numbers from 0 on");
      }
      sizes.add(whole.number());
    }
    return sizes;
  }

  /** Every element lies in the storage. */
  private void requireInside(Tensor tensor) {
    List<Long> dims = tensor.dims();
    boolean fits = tensor.offset() >= 0 && dims.size() == tensor.strides().size();
    try {
      long last = tensor.offset();
      for (int axis = 0; fits && axis < dims.size(); axis++) {
        long steps = Math.multiplyExact(dims.get(axis) - 1, tensor.strides().get(axis));
        last = Math.addExact(last, steps);
      }
      // What is expanded (a stride of 0) has more elements than are stored, and yet a number of
      // them.
      long elements = dims.stream().reduce(1L, Math::multiplyExact);
      fits = fits && (elements == 0 || last < tensor.storage().elements());
    } catch (ArithmeticException e) {
      fits = false;
    }
    if (!fits) {
      throw corrupt(
          "a tensor of shape %s, strides %s from element %d on does not fit its %d numbers"
              .formatted(dims, tensor.strides(), tensor.offset(), tensor.storage().elements()));
    }
  }

  private WeightsException corrupt(String what) {
    return new WeightsException(file + ": no state_dict, or corrupt: " + what);
  }
}
