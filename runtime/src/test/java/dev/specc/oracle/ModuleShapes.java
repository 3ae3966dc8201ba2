package dev.specc.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.specc.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output shapes of torchvision's modules, in the order of the calls. A module that owns
 * parameters is the node of its path. One without, such as a ReLU, may be called several times, and
 * then stands for nodes that have names of their own; where a node has its path it is compared.
 */
final class ModuleShapes {
  private record Call(String shape, boolean owns) {}

  private final Map<String, List<Call>> calls = new LinkedHashMap<>();

  private ModuleShapes() {}

  static ModuleShapes of(JsonNode modules) {
    ModuleShapes shapes = new ModuleShapes();
    for (JsonNode module : modules) {
      Call call = new Call(module.path("shape").toString(), module.path("owns").asBoolean());
      shapes.calls.computeIfAbsent(module.path("path").asText(), p -> new ArrayList<>()).add(call);
    }
    return shapes;
  }

  /** What differs, a line for each module; at least one module must be there. */
  List<String> differences(Map<String, Node> nodes) {
    List<String> differences = new ArrayList<>();
    if (calls.isEmpty()) {
      differences.add("torchvision named no module");
    }
    calls.forEach(
        (path, all) -> {
          Node node = nodes.get(path);
          if (node == null) {
            if (all.getFirst().owns) {
              differences.add(path + ": no node has this path");
            }
          } else if (!all.stream().map(Call::shape).toList().contains(shape(node))) {
            differences.add(path + ": " + shape(node) + ", torchvision's " + all);
          }
        });
    return differences;
  }

  private static String shape(@Nullable Node node) {
    return node == null ? "" : node.output().dims().toString().replace(" ", "");
  }
}
