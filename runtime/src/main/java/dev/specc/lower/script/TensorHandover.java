package dev.specc.lower.script;

import static java.util.stream.Collectors.joining;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import dev.specc.memory.MemoryFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives a loaded archive its tensors by a call, so that they need not go through a file: a net of
 * 550 MB was ready 0.8 seconds later by way of one.
 */
final class TensorHandover {
  /** The method that takes them; no path may hide it. */
  static final String METHOD = "_take_tensors";

  private final ScriptArchive archive;
  private final boolean copies;
  private final List<Place> places = new ArrayList<>();
  private final List<ScriptTensor> tensors = new ArrayList<>();

  /** Statements that read each module once, into a variable: see {@link TensorReads}. */
  private final List<String> modules = new ArrayList<>();

  /** An attribute of a module, which a variable holds. */
  private record Place(String module, String name) {
    /** Python has no assignment to an attribute whose name is a number: its tensor is refilled. */
    String takes(String value) {
      String attribute = Identifiers.attribute(module, name);
      return Identifiers.isValid(name)
          ? attribute + " = " + value
          : "torch.set_(" + attribute + ", " + value + ")";
    }
  }

  /**
   * @param copies whether what was loaded gets copies even of what lies as it should
   */
  TensorHandover(ScriptArchive archive, boolean copies) {
    this.archive = archive;
    this.copies = copies;
    collect("self", archive.module());
  }

  private void collect(String variable, ScriptModule module) {
    module
        .tensors()
        .forEach(
            (name, tensor) -> {
              places.add(new Place(variable, name));
              tensors.add(tensor);
            });
    module
        .children()
        .forEach(
            (name, child) -> {
              String inner = "module" + modules.size();
              modules.add(inner + " = " + Identifiers.attribute(variable, name));
              collect(inner, child);
            });
  }

  /**
   * The archive with one number in the place of each tensor, and with the method.
   *
   * @param manager for the number, until the archive is written
   */
  ScriptArchive light(NDManager manager) {
    NDArray number = manager.zeros(new Shape(1));
    return new ScriptArchive(
        archive.name(),
        archive.source() + method(),
        light(archive.module(), number),
        archive.extras());
  }

  private static ScriptModule light(ScriptModule module, NDArray number) {
    Map<String, ScriptModule> children = new LinkedHashMap<>();
    module.children().forEach((name, child) -> children.put(name, light(child, number)));
    Map<String, ScriptTensor> own = new LinkedHashMap<>();
    module
        .tensors()
        .forEach(
            (name, tensor) ->
                own.put(name, new ScriptTensor(number, tensor.trained(), MemoryFormat.CONTIGUOUS)));
    return new ScriptModule(module.type(), children, own);
  }

  /** Each tensor in the layout that it is to have. */
  private String method() {
    Stream<String> takes =
        IntStream.range(0, places.size()).mapToObj(i -> places.get(i).takes(laidOut(i)));
    return """
      def %s(self: __torch__.%s,
          tensors: List[Tensor]) -> NoneType:
    %s    return None
    """
        .formatted(
            METHOD,
            archive.module().type(),
            Stream.concat(modules.stream(), takes).map("    %s\n"::formatted).collect(joining()));
  }

  private String laidOut(int index) {
    return "torch.%s(tensors[%d], memory_format=%d)"
        .formatted(
            copies ? "clone" : "contiguous", index, ScriptOptions.code(tensors.get(index).lies()));
  }

  /** Gives the tensors to what {@link #light} was loaded as. */
  void to(LoadedScript script, Device device) {
    try (NDManager moved = script.manager().newSubManager()) {
      List<NDArray> arrays = new ArrayList<>();
      for (ScriptTensor tensor : tensors) {
        NDArray array = tensor.values().toDevice(device, false);
        if (array != tensor.values()) {
          array.attach(moved);
        }
        arrays.add(array);
      }
      try (IValue list = UpdateState.list(arrays)) {
        script.run(METHOD, list).close();
      }
    }
  }
}
