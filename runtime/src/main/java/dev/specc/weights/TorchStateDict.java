package dev.specc.weights;

import dev.specc.weights.PickleValue.Dict;
import dev.specc.weights.PickleValue.Tensor;
import dev.specc.weights.PickleValue.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors by name in what {@code torch.save} pickled. */
final class TorchStateDict {
  /** Where training scripts keep the {@code state_dict} among other things. */
  private static final List<String> KEYS = List.of("state_dict", "model_state_dict", "model");

  private TorchStateDict() {}

  /**
   * @param file how messages name it
   * @throws WeightsException where it is no dict of tensors, nor holds one as {@code state_dict} or
   *     {@code model}
   */
  static Map<String, StoredTensor> of(String file, PickleValue pickled, TorchStorages storages) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    stateDict(file, pickled)
        .items()
        .forEach(
            (key, value) -> {
              if (!(key instanceof Text name) || !(value instanceof Tensor tensor)) {
                String shown = key instanceof Text text ? text.text() : key.toString();
                throw new WeightsException(
                    file + ": what it holds as " + shown + " is no tensor, so it is no state_dict");
              }
              tensors.put(name.text(), new TorchTensor(tensor, storages));
            });
    return tensors;
  }

  private static Dict stateDict(String file, PickleValue pickled) {
    if (!(pickled instanceof Dict dict)) {
      throw new WeightsException(file + ": holds no dict of tensors");
    }
    if (dict.items().values().stream().anyMatch(Tensor.class::isInstance)) {
      return dict;
    }
    for (String key : KEYS) {
      if (dict.items().get(new Text(key)) instanceof Dict inner) {
        return inner;
      }
    }
    return dict;
  }
}
