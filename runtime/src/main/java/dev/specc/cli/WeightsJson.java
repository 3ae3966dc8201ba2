package dev.specc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.weights.NamedParameter;
import java.io.PrintWriter;
import java.util.List;

/** What {@code weights list --format json} prints. */
final class WeightsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private WeightsJson() {}

  /** One object, or an array where several nets are meant. */
  static void list(List<Compiler.Result> results, boolean one, PrintWriter to) {
    ArrayNode all = JSON.createArrayNode();
    for (Compiler.Result result : results) {
      for (Graph graph : result.graphs()) {
        all.add(net(result, graph));
      }
    }
    JsonNode printed = one && all.size() == 1 ? all.get(0) : all;
    to.println(printed.toPrettyString());
  }

  /** How many numbers the trained parameters, or the buffers, hold together. */
  static long elements(List<NamedParameter> parameters, boolean trained) {
    return parameters.stream()
        .filter(p -> p.isTrained() == trained)
        .mapToLong(p -> p.spec().elements())
        .sum();
  }

  private static ObjectNode net(Compiler.Result result, Graph graph) {
    List<NamedParameter> parameters = NamedParameter.of(graph);
    ObjectNode net = JSON.createObjectNode();
    net.put("name", graph.name()).put("variant", graph.variant());
    net.put("spec", result.argument(graph));
    net.put("parameters", elements(parameters, true));
    net.put("buffers", elements(parameters, false));
    ArrayNode tensors = net.putArray("tensors");
    parameters.forEach(p -> tensors.add(tensor(p)));
    return net;
  }

  private static ObjectNode tensor(NamedParameter parameter) {
    ObjectNode tensor = JSON.createObjectNode();
    tensor.put("name", parameter.name());
    ArrayNode shape = tensor.putArray("shape");
    parameter.dims().forEach(shape::add);
    tensor.put("elements", parameter.spec().elements());
    tensor.put("kind", parameter.isTrained() ? "parameter" : "buffer");
    tensor.put("file", parameter.place().file().name());
    return tensor.put("line", parameter.place().line());
  }
}
