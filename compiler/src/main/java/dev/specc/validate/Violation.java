package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A rule of the schema that a document breaks.
 *
 * @param keyword the keyword of the rule: {@code type}, {@code required}
 * @param path keys (strings) and indices (integers) from the root of the document to the value
 * @param type the name under {@code $defs} of the schema that holds the rule; empty for a schema
 *     that has no name
 * @param schema the schema object that holds the rule
 * @param word the key it is about: the unknown one, or the missing one; empty for other keywords
 */
record Violation(String keyword, List<Object> path, String type, JsonNode schema, String word) {
  Violation {
    path = List.copyOf(path);
  }

  /** The rule's own value. */
  JsonNode rule() {
    return schema.path(keyword);
  }
}
