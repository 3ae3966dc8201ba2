package dev.specc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.precision.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * All that decided a run, as {@code settings.json} holds it.
 *
 * @param spec as the user named it, without the variant
 * @param variant empty where there is none
 * @param set the values of {@code --set}, by param
 * @param size the value of {@code --size}, such as {@code 3x64x64}; empty where it was not given
 * @param data as {@code --data} named it
 * @param engine that ran the steps: script or blocks
 * @param precision of its products: float32, bf16 or fp16
 * @param recompute what its steps computed again: none or dense
 * @param device as {@code --device} takes it
 * @param versions of specc, DJL, libtorch and Java, by name
 */
public record RunSettings(
    String spec,
    String variant,
    Map<String, String> set,
    String size,
    String data,
    String engine,
    Precision precision,
    String recompute,
    String device,
    Map<String, String> versions) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public RunSettings {
    set = new LinkedHashMap<>(set);
    versions = new LinkedHashMap<>(versions);
  }

  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("spec", spec).put("variant", variant);
    ObjectNode params = json.putObject("set");
    set.forEach(params::put);
    json.put("size", size).put("data", data);
    json.put("engine", engine).put("precision", precision.word()).put("recompute", recompute);
    json.put("device", device);
    ObjectNode tools = json.putObject("versions");
    versions.forEach(tools::put);
    return json.toPrettyString() + "\n";
  }

  /** What {@code eval} needs of a run. */
  public record Net(
      String spec,
      String variant,
      Map<String, String> set,
      String size,
      String data,
      String engine,
      Precision precision,
      String recompute,
      String device) {}

  /** Every value by its name; those of nested objects as {@code versions.java}; no empty ones. */
  public static void flatten(String name, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(p -> flatten(prefix + p.getKey(), p.getValue(), flat));
    } else if (!node.isValueNode() || !node.asText().isEmpty()) {
      flat.put(name, node.isValueNode() ? node.asText() : node.toString());
    }
  }

  /** The settings, with the values of a recipe under the name {@code recipe}. */
  static JsonNode tree(String file, String text, String recipe) {
    ObjectNode json = JSON.createObjectNode();
    tree(file, text).properties().forEach(p -> json.set(p.getKey(), p.getValue()));
    Object values = new Yaml(new SafeConstructor(new LoaderOptions())).load(recipe);
    return json.set("recipe", JSON.valueToTree(values));
  }

  private static JsonNode tree(String file, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw RunException.notJson(file, e);
    }
  }

  private static Precision precision(String file, String word) {
    return Precision.of(word)
        .orElseThrow(() -> new RunException(file + ": there is no precision `" + word + "`"));
  }

  static Net parse(String file, String text) {
    JsonNode json = tree(file, text);
    Map<String, String> set = new LinkedHashMap<>();
    json.path("set").properties().forEach(p -> set.put(p.getKey(), p.getValue().asText()));
    return new Net(
        json.path("spec").asText(),
        json.path("variant").asText(),
        set,
        json.path("size").asText(),
        json.path("data").asText(),
        json.path("engine").asText("blocks"),
        precision(file, json.path("precision").asText("float32")),
        json.path("recompute").asText("none"),
        json.path("device").asText("auto"));
  }
}
