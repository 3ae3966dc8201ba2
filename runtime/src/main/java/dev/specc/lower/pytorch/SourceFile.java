package dev.specc.lower.pytorch;

import dev.specc.graph.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A Python file: what the classes need, and the classes. */
final class SourceFile {
  /** The names beginning as classes do that a file may import. */
  static final Set<String> IMPORTED = Set.of("F", "OrderedDict");

  private SourceFile() {}

  /** What the net's class says of itself. */
  static String docstring(Graph graph) {
    List<String> inputs =
        graph.inputs().stream()
            .map(
                n ->
                    "(N, "
                        + String.join(
                            ", ", n.output().dims().stream().map(String::valueOf).toList())
                        + ")")
            .toList();
    return "    \"\"\"%s, for inputs of %s.\"\"\"\n\n"
        .formatted(graph.title(), String.join(" and ", inputs));
  }

  static String text(Graph graph, List<String> classes) {
    String body = String.join("\n\n", classes);
    List<HelperClass> helpers =
        Arrays.stream(HelperClass.values()).filter(h -> body.contains(h.type() + "(")).toList();
    StringBuilder before = new StringBuilder();
    if (helpers.stream().anyMatch(HelperClass::padsSame)) {
      before.append(HelperClass.PAD_SAME).append("\n\n");
    }
    helpers.forEach(helper -> before.append(helper.source()).append("\n\n"));
    return imports(before + body) + "\n\n" + before + body;
  }

  private static String imports(String text) {
    StringBuilder imports = new StringBuilder();
    imports.append(text.contains("math.") ? "import math\n" : "");
    imports.append(text.contains("OrderedDict(") ? "from collections import OrderedDict\n" : "");
    imports.append(imports.isEmpty() ? "" : "\n");
    imports.append(text.contains("torch.") ? "import torch\n" : "");
    imports.append("from torch import nn\n");
    imports.append(
        text.contains(" F.") || text.contains("(F.")
            ? "from torch.nn import functional as F\n"
            : "");
    imports.append(text.contains("_pair(") ? "from torch.nn.modules.utils import _pair\n" : "");
    return imports.toString();
  }
}
