package dev.specc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.data.Dataset;
import dev.specc.data.ImageForm;
import dev.specc.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run learned from, as {@code images.json} holds it: enough to show it other pictures when
 * its data are gone.
 *
 * @param form of each image, before it was fitted to the net
 * @param classes the name of each, in the order of the net's outputs
 * @param heldOut which images the metrics of its epochs are of: those of validation, or of the
 *     test; null where an older specc wrote the file, which did not say
 */
public record TrainingImages(ImageForm form, List<String> classes, @Nullable Split heldOut) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public TrainingImages {
    classes = List.copyOf(classes);
  }

  public static TrainingImages of(Dataset dataset) {
    return new TrainingImages(ImageForm.of(dataset.train()), dataset.classes(), dataset.heldOut());
  }

  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("channels", form.channels());
    json.put("height", form.height()).put("width", form.width());
    ArrayNode names = json.putArray("classes");
    classes.forEach(names::add);
    if (heldOut != null) {
      json.put("heldOut", heldOut.toString());
    }
    return json.toPrettyString() + "\n";
  }

  /**
   * @throws RunException where the text is none of {@link #json}
   */
  static TrainingImages parse(String file, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<String> classes = new ArrayList<>();
      json.path("classes").forEach(name -> classes.add(name.asText()));
      ImageForm form =
          new ImageForm(
              json.path("channels").asInt(),
              json.path("height").asInt(),
              json.path("width").asInt());
      if (form.height() < 1 || form.width() < 1 || form.channels() != 1 && form.channels() != 3) {
        throw new RunException(file + ": has been changed: it tells of no images");
      }
      Split heldOut =
          Stream.of(Split.VALIDATION, Split.TEST)
              .filter(split -> split.toString().equals(json.path("heldOut").asText()))
              .findFirst()
              .orElse(null);
      return new TrainingImages(form, classes, heldOut);
    } catch (JsonProcessingException e) {
      throw RunException.notJson(file, e);
    }
  }
}
