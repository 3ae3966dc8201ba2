package dev.specc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Fix;
import dev.specc.diagnostic.Label;
import dev.specc.source.Span;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Diagnostics as SARIF 2.1.0 (OASIS), which code-review tools show at the lines in question. */
final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator json;

  private Sarif(JsonGenerator json) {
    this.json = json;
  }

  static void print(List<Diagnostic> diagnostics, PrintWriter to) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new Sarif(json).log(diagnostics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    to.println(text);
  }

  private void log(List<Diagnostic> diagnostics) throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool();
    json.writeStringField("columnKind", "unicodeCodePoints");
    json.writeArrayFieldStart("results");
    for (Diagnostic diagnostic : diagnostics) {
      result(diagnostic);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void tool() throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "specc");
    json.writeStringField("semanticVersion", SpeccVersion.get());
    json.writeArrayFieldStart("rules");
    for (Code code : Code.values()) {
      json.writeStartObject();
      json.writeStringField("id", code.id());
      message("shortDescription", code.title());
      json.writeObjectFieldStart("defaultConfiguration");
      json.writeStringField("level", code.severity().word());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void result(Diagnostic diagnostic) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", diagnostic.code().id());
    json.writeNumberField("ruleIndex", diagnostic.code().ordinal());
    json.writeStringField("level", diagnostic.severity().word());
    message("message", text(diagnostic));
    json.writeArrayFieldStart("locations");
    location(diagnostic.span(), diagnostic.primary().text(), -1);
    json.writeEndArray();
    List<Label> related = diagnostic.related();
    if (!related.isEmpty()) {
      json.writeArrayFieldStart("relatedLocations");
      for (int i = 0; i < related.size(); i++) {
        location(related.get(i).span(), related.get(i).text(), i);
      }
      json.writeEndArray();
    }
    if (diagnostic.fix().isPresent()) {
      fix(diagnostic.fix().get());
    }
    json.writeEndObject();
  }

  /** The message with its notes and its help: viewers show nothing else. */
  private static String text(Diagnostic diagnostic) {
    StringBuilder text = new StringBuilder(diagnostic.message());
    diagnostic.notes().forEach(note -> text.append("; ").append(note));
    diagnostic
        .fix()
        .map(Fix::title)
        .or(diagnostic::help)
        .ifPresent(h -> text.append(". ").append(h));
    return text.toString();
  }

  private void location(Span span, String words, int id) throws IOException {
    json.writeStartObject();
    if (id >= 0) {
      json.writeNumberField("id", id);
    }
    json.writeObjectFieldStart("physicalLocation");
    artifact(span);
    region("region", span);
    json.writeEndObject();
    if (!words.isEmpty()) {
      message("message", words);
    }
    json.writeEndObject();
  }

  private void artifact(Span span) throws IOException {
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(span.file().name()));
    json.writeEndObject();
  }

  /** A path as a relative or file URI, with what URIs do not allow escaped. */
  private static String uri(String path) {
    try {
      boolean absolute = path.startsWith("/");
      // Without the dot, what stands before a colon would be a scheme.
      String plain = !absolute && path.contains(":") ? "./" + path : path;
      return new URI(absolute ? "file" : null, absolute ? "" : null, plain, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "spec";
    }
  }

  private void region(String field, Span span) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("startLine", span.line());
    json.writeNumberField("startColumn", span.column());
    json.writeNumberField("endLine", span.endLine());
    json.writeNumberField("endColumn", span.endColumn());
    json.writeEndObject();
  }

  private void fix(Fix fix) throws IOException {
    json.writeArrayFieldStart("fixes");
    json.writeStartObject();
    message("description", fix.title());
    json.writeArrayFieldStart("artifactChanges");
    json.writeStartObject();
    artifact(fix.edit().span());
    json.writeArrayFieldStart("replacements");
    json.writeStartObject();
    region("deletedRegion", fix.edit().span());
    message("insertedContent", fix.edit().replacement());
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void message(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }
}
