package dev.specc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.specc.data.Dataset;
import dev.specc.data.ImageForm;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run learned from, as {@code images.json} holds it: enough to show it other pictures when
 * its data are gone.
 *
 * @param form of each image, before it was fitted to the net
 * @param classes the name of each, in the order of the net's outputs
 */
public record TrainingImages(ImageForm form, List<String> classes) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public TrainingImages {
    classes = List.copyOf(classes);
  }

  public static TrainingImages of(Dataset dataset) {
    return new TrainingImages(ImageForm.of(dataset.train()), dataset.classes());
  }

  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("channels", form.channels());
    json.put("height", form.height()).put("width", form.width());
    ArrayNode names = json.putArray("classes");
    classes.forEach(names::add);
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
      return new TrainingImages(form, classes);
    } catch (JsonProcessingException e) {
      throw RunException.notJson(file, e);
    }
  }
}
