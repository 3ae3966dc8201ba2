package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;

/** The schema of specs, loaded once, with the words that it knows for a step. */
final class SpecSchema {
  /** Loads on first use, once. */
  private static final class Holder {
    static final SpecSchema SCHEMA = new SpecSchema();
  }

  private final PublishedSchema schema = new PublishedSchema("/schema/spec.schema.json");
  private final Vocabulary vocabulary = new Vocabulary(schema.json());

  private SpecSchema() {}

  static SpecSchema get() {
    return Holder.SCHEMA;
  }

  JsonNode json() {
    return schema.json();
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  PublishedSchema.Violations violations(JsonNode document) {
    return schema.violations(document);
  }
}
