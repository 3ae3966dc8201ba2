package dev.specc.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The JSON header of a safetensors file, and the checks that its word can be trusted. */
final class SafetensorsHeader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, DataType> TYPES =
      Map.of(
          "F32", DataType.FLOAT32,
          "F64", DataType.FLOAT64,
          "I64", DataType.INT64,
          "I32", DataType.INT32,
          "U8", DataType.UINT8);

  private SafetensorsHeader() {}

  /** The header's bytes, filled up with spaces so that the tensors start at a multiple of 8. */
  static byte[] encode(List<TensorEntry> entries) {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    for (TensorEntry entry : entries) {
      ObjectNode tensor = header.putObject(entry.name());
      tensor.put("dtype", code(entry.type()));
      var dims = tensor.putArray("shape");
      Arrays.stream(entry.shape().getShape()).forEach(dims::add);
      tensor.putArray("data_offsets").add(entry.start()).add(entry.end());
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * @param file how messages name it
   * @param body how many bytes follow the header
   */
  static List<TensorEntry> decode(String file, byte[] header, long body) {
    JsonNode json;
    try {
      json = JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw new WeightsException(file + ": the safetensors header is no JSON", e);
    } catch (java.io.IOException e) {
      throw new WeightsException(file + ": the safetensors header cannot be read", e);
    }
    List<TensorEntry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> tensor : json.properties()) {
      if (!tensor.getKey().equals("__metadata__")) {
        entries.add(entry(file, tensor.getKey(), tensor.getValue(), body));
      }
    }
    return entries;
  }

  private static TensorEntry entry(String file, String name, JsonNode tensor, long body) {
    String code = tensor.path("dtype").asText("none");
    DataType type = TYPES.get(code);
    if (type == null) {
      throw new WeightsException(
          "%s: tensor %s has the type %s, and specc reads %s"
              .formatted(file, name, code, TYPES.keySet().stream().sorted().toList()));
    }
    JsonNode dims = tensor.path("shape");
    long start = tensor.path("data_offsets").path(0).asLong(-1);
    long end = tensor.path("data_offsets").path(1).asLong(-1);
    long bytes = bytes(type, dims);
    if (!dims.isArray() || start < 0 || end > body || bytes < 0 || end - start != bytes) {
      throw new WeightsException(
          "%s: the header is corrupt at tensor %s: %s of shape %s at bytes %d to %d of %d"
              .formatted(file, name, code, dims, start, end, body));
    }
    long[] shape = new long[dims.size()];
    Arrays.setAll(shape, i -> dims.path(i).asLong());
    return new TensorEntry(name, type, new Shape(shape), start, end);
  }

  /** The size of a tensor in bytes; -1 where it is no size. */
  private static long bytes(DataType type, JsonNode dims) {
    long bytes = type.getNumOfBytes();
    for (JsonNode dim : dims) {
      long size = dim.asLong(-1);
      if (size < 0 || (size > 0 && bytes > Long.MAX_VALUE / size)) {
        return -1;
      }
      bytes *= size;
    }
    return bytes;
  }

  private static String code(DataType type) {
    return TYPES.entrySet().stream()
        .filter(e -> e.getValue() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no safetensors code for " + type))
        .getKey();
  }
}
