package dev.specc.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a safetensors file, and the checks that its word can be trusted. */
final class SafetensorsHeader {
  /** What the format's own reader allows. */
  static final long MAX_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  /** A tensor is a dozen tokens: a hundred thousand tensors, and not what fills the memory. */
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxTokenCount(2_000_000).maxNestingDepth(20).build();

  /** Of dimensions: PyTorch's own limit. */
  private static final int MAX_RANK = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final long body;

  /**
   * @param file how messages name it
   * @param body how many bytes follow the header
   */
  SafetensorsHeader(String file, long body) {
    this.file = file;
    this.body = body;
  }

  /** The header's bytes, filled up with spaces so that the tensors start at a multiple of 8. */
  static byte[] encode(Map<String, String> metadata, List<TensorEntry> entries) {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject(METADATA).put("format", "pt");
    metadata.forEach(texts::put);
    for (TensorEntry entry : entries) {
      ObjectNode tensor = header.putObject(entry.name());
      tensor.put("dtype", entry.type().name());
      var dims = tensor.putArray("shape");
      entry.dims().forEach(dims::add);
      tensor.putArray("data_offsets").add(entry.start()).add(entry.end());
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * What a header says.
   *
   * @param tensors in the order of the header; together they are the whole body, each byte once
   */
  record Content(Map<String, String> metadata, List<TensorEntry> tensors) {}

  Content decode(byte[] header) {
    JsonNode json = parse(header);
    if (!json.isObject()) {
      throw corrupt("it is no JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<TensorEntry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> tensor : json.properties()) {
      if (tensor.getKey().equals(METADATA)) {
        tensor
            .getValue()
            .properties()
            .forEach(p -> metadata.put(p.getKey(), p.getValue().asText()));
      } else {
        entries.add(entry(tensor.getKey(), tensor.getValue()));
      }
    }
    requireNoOverlap(entries);
    return new Content(metadata, entries);
  }

  private JsonNode parse(byte[] header) {
    try {
      return JSON.readTree(header);
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new WeightsException(
          file + ": the safetensors header is no JSON as it should be: " + reason, e);
    } catch (IOException e) {
      throw new WeightsException(file + ": the safetensors header cannot be read", e);
    }
  }

  private TensorEntry entry(String name, JsonNode tensor) {
    String code = tensor.path("dtype").asText("none");
    ElementType type =
        ElementType.of(code)
            .orElseThrow(
                () ->
                    new WeightsException(
                        "%s: tensor %s has the type %s, and specc reads %s"
                            .formatted(file, name, code, List.of(ElementType.values()))));
    JsonNode shape = array(name, tensor, "shape");
    if (shape.size() > MAX_RANK) {
      throw corrupt("tensor " + name + " has " + shape.size() + " dimensions");
    }
    List<Long> dims = new ArrayList<>();
    for (JsonNode dim : shape) {
      dims.add(whole(name, "shape", dim));
    }
    JsonNode offsets = array(name, tensor, "data_offsets");
    if (offsets.size() != 2) {
      throw corrupt("tensor " + name + " needs two data_offsets, a start and an end");
    }
    long start = whole(name, "data_offsets", offsets.path(0));
    long end = whole(name, "data_offsets", offsets.path(1));
    return placed(new TensorEntry(name, type, dims, start, end));
  }

  private JsonNode array(String name, JsonNode tensor, String field) {
    JsonNode array = tensor.path(field);
    if (!array.isArray()) {
      throw corrupt("tensor " + name + " has no " + field);
    }
    return array;
  }

  private long whole(String name, String field, JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
      throw corrupt(
          "tensor " + name + " has " + number + " in " + field + ", where sizes from 0 on stand");
    }
    return number.asLong();
  }

  private TensorEntry placed(TensorEntry entry) {
    if (entry.start() > entry.end() || entry.end() > body) {
      throw corrupt(
          "tensor %s is at %s, and %d follow the header"
              .formatted(entry.name(), entry.place(), body));
    }
    long bytes = bytes(entry);
    if (bytes != entry.bytes()) {
      throw corrupt(
          "tensor %s is %s of shape %s, which is %s bytes, and is at %s"
              .formatted(
                  entry.name(),
                  entry.type(),
                  entry.dims(),
                  bytes < 0 ? "too many" : String.valueOf(bytes),
                  entry.place()));
    }
    return entry;
  }

  /** The size of a tensor by its shape; -1 where it is too large to be one. */
  private static long bytes(TensorEntry entry) {
    if (entry.dims().contains(0L)) {
      return 0;
    }
    long bytes = entry.type().bytes();
    for (long dim : entry.dims()) {
      if (bytes > Long.MAX_VALUE / dim) {
        return -1;
      }
      bytes *= dim;
    }
    return bytes;
  }

  private void requireNoOverlap(List<TensorEntry> entries) {
    List<TensorEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(TensorEntry::start).thenComparing(TensorEntry::end));
    long covered = 0;
    String before = "the header";
    for (TensorEntry entry : sorted) {
      if (entry.start() < covered) {
        throw corrupt("tensors " + before + " and " + entry.name() + " overlap");
      }
      if (entry.start() > covered) {
        throw corrupt("no tensor has the bytes " + covered + " to " + entry.start());
      }
      covered = entry.end();
      before = entry.name();
    }
    if (covered < body) {
      throw corrupt("no tensor has the bytes " + covered + " to " + body);
    }
  }

  private WeightsException corrupt(String what) {
    return new WeightsException(file + ": the safetensors header is corrupt: " + what);
  }
}
