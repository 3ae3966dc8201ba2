package dev.specc.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle of a {@code state_dict} is made of. Nothing in it can run. */
sealed interface PickleValue {
  /** None. */
  record Nothing() implements PickleValue {}

  record Text(String text) implements PickleValue {}

  record Whole(long number) implements PickleValue {}

  record Real(double number) implements PickleValue {}

  record Truth(boolean value) implements PickleValue {}

  /** A tuple. */
  record Tuple(List<PickleValue> items) implements PickleValue {
    public Tuple {
      items = List.copyOf(items);
    }
  }

  /** A list, which grows while the pickle is read. */
  record Row(List<PickleValue> items) implements PickleValue {}

  /** A dict or an OrderedDict, which grows while the pickle is read. */
  record Dict(Map<PickleValue, PickleValue> items) implements PickleValue {
    Dict() {
      this(new LinkedHashMap<>());
    }
  }

  /** A class or a function, of which only the name is known. */
  record Global(String name) implements PickleValue {}

  /**
   * The numbers of one or more tensors.
   *
   * @param key what the file knows them by
   */
  record Storage(ElementType type, String key, long elements) implements PickleValue {}

  /** A view of a storage. */
  record Tensor(Storage storage, long offset, List<Long> dims, List<Long> strides)
      implements PickleValue {
    public Tensor {
      dims = List.copyOf(dims);
      strides = List.copyOf(strides);
    }
  }
}
