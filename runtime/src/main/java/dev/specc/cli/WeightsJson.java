package dev.specc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.weights.NamedParameter;
import dev.specc.weights.StoredTensor;
import dev.specc.weights.WeightsFile;
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

  /** The tensors of a file. */
  static void file(WeightsFile file, PrintWriter to) {
    ObjectNode json = JSON.createObjectNode();
    json.put("file", file.name());
    ArrayNode tensors = json.putArray("tensors");
    file.tensors().forEach((name, tensor) -> stored(name, tensor, tensors.addObject()));
    to.println(json.toPrettyString());
  }

  private static void stored(String name, StoredTensor tensor, ObjectNode json) {
    json.put("name", name);
    ArrayNode shape = json.putArray("shape");
    tensor.dims().forEach(shape::add);
    json.put("elements", tensor.elements()).put("type", tensor.type().name());
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
