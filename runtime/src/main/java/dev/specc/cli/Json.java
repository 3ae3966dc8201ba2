package dev.specc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.specc.Compiler;
import dev.specc.ValidSizes;
import dev.specc.analyse.Analysis;
import dev.specc.analyse.Row;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Fix;
import dev.specc.diagnostic.Label;
import dev.specc.graph.Graph;
import dev.specc.memory.Part;
import dev.specc.memory.StepModel;
import dev.specc.memory.TrainingMemory;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import dev.specc.transform.Counts;
import dev.specc.transform.Purpose;
import dev.specc.transform.Transformed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The JSON of the commands: a contract, see docs/json.md. Field names and meanings are stable. */
final class Json implements AutoCloseable {
  /** Writes fields and values; what it throws, our callers cannot do anything about. */
  interface Body {
    void write() throws IOException;
  }

  private final JsonGenerator json;
  private final PrintWriter to;

  private Json(PrintWriter to) {
    this.to = to;
    try {
      JsonFactory factory = new JsonFactory();
      factory.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json = factory.createGenerator(to);
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(new DefaultPrettyPrinter.FixedSpaceIndenter());
      json.setPrettyPrinter(printer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code check --format json} prints. */
  static void check(List<Compiler.Result> results, PrintWriter to) {
    try (Json json = new Json(to)) {
      json.object(
          () -> {
            json.array("diagnostics", Report.all(results), json::diagnostic);
            json.json.writeArrayFieldStart("specs");
            json.eachGraph(results, (r, graph) -> json.summary(r, Analysis.of(graph)));
            json.json.writeEndArray();
          });
    }
  }

  /** What {@code shapes --format json} prints: one object, or an array where several are meant. */
  static void shapes(List<Compiler.Result> results, boolean one, int depth, PrintWriter to) {
    long count = results.stream().mapToLong(r -> r.graphs().size()).sum();
    try (Json json = new Json(to)) {
      json.oneOrArray(
          one && count == 1,
          () -> json.eachGraph(results, (r, graph) -> json.shapes(r, Analysis.of(graph), depth)));
    }
  }

  /** A spec and variant with its valid sizes. */
  record NamedSizes(String spec, ValidSizes sizes) {}

  /**
   * What {@code fit} found.
   *
   * @param largest empty where no batch fits; the estimate is then of one image
   */
  record Fit(
      String spec,
      String variant,
      StepModel model,
      long memory,
      OptionalInt largest,
      TrainingMemory estimate) {}

  /** What {@code fit --format json} prints. */
  static void fit(Fit found, PrintWriter to) {
    try (Json json = new Json(to)) {
      json.object(() -> json.fit(found));
    }
  }

  private void fit(Fit found) throws IOException {
    json.writeStringField("spec", found.spec());
    json.writeStringField("variant", found.variant());
    json.writeStringField("engine", found.model().engine().name().toLowerCase(Locale.ROOT));
    json.writeStringField("processor", found.model().processor().name().toLowerCase(Locale.ROOT));
    json.writeStringField("precision", found.model().precision().word());
    json.writeStringField("recompute", found.model().recompute().word());
    json.writeNumberField("memory", found.memory());
    json.writeNumberField("largestBatch", found.largest().orElse(0));
    json.writeNumberField("batch", found.estimate().batch());
    json.writeFieldName("parts");
    object(
        () -> {
          for (Map.Entry<Part, Long> part : found.estimate().parts().entrySet()) {
            json.writeNumberField(part.getKey().name().toLowerCase(Locale.ROOT), part.getValue());
          }
        });
    json.writeNumberField("process", found.estimate().workspace());
    json.writeNumberField("total", found.estimate().total());
  }

  /** A spec and variant after passes. */
  record NamedPasses(String spec, Graph graph, Purpose purpose, Transformed transformed) {}

  /** What {@code passes --format json} prints: one object, or an array where several are meant. */
  static void passes(List<NamedPasses> found, boolean one, PrintWriter to) {
    try (Json json = new Json(to)) {
      json.oneOrArray(
          one && found.size() == 1,
          () -> found.forEach(named -> json.object(() -> json.passes(named))));
    }
  }

  private void passes(NamedPasses named) throws IOException {
    json.writeStringField("name", named.graph().name());
    json.writeStringField("variant", named.graph().variant());
    json.writeStringField("spec", named.spec());
    json.writeStringField("for", named.purpose().word());
    counts("before", named.transformed().before());
    counts("after", named.transformed().after());
    array("passes", named.transformed().steps(), this::step);
  }

  private void step(Transformed.Step step) throws IOException {
    json.writeStringField("pass", step.pass());
    json.writeNumberField("changes", step.changes());
    counts("before", step.before());
    counts("after", step.after());
  }

  private void counts(String field, Counts counts) throws IOException {
    json.writeFieldName(field);
    object(
        () -> {
          json.writeNumberField("nodes", counts.nodes());
          json.writeNumberField("parameters", counts.parameters());
          json.writeNumberField("buffers", counts.buffers());
          json.writeNumberField("macs", counts.macs());
          json.writeNumberField("inPlace", counts.inPlace());
        });
  }

  /** What {@code sizes --format json} prints. */
  static void sizes(List<NamedSizes> found, PrintWriter to) {
    try (Json json = new Json(to)) {
      json.object(() -> json.array("specs", found, json::validSizes));
    }
  }

  private void validSizes(NamedSizes named) throws IOException {
    ValidSizes sizes = named.sizes();
    json.writeStringField("spec", named.spec());
    json.writeNumberField("from", sizes.from());
    json.writeNumberField("to", sizes.to());
    json.writeStringField("description", sizes.describe());
    long[] valid = sizes.valid().stream().mapToLong(Long::longValue).toArray();
    json.writeFieldName("valid");
    json.writeArray(valid, 0, valid.length);
    json.writeFieldName("counterexample");
    Diagnostic failure = sizes.failure();
    if (failure == null) {
      json.writeNull();
    } else {
      object(
          () -> {
            json.writeNumberField("size", sizes.counterexample());
            diagnostic(failure);
          });
    }
  }

  private void shapes(Compiler.Result result, Analysis analysis, int depth) throws IOException {
    summary(result, analysis);
    List<Row> rows = depth > 0 ? analysis.folded(depth) : analysis.rows();
    array("nodes", rows, this::row);
  }

  private void summary(Compiler.Result result, Analysis analysis) throws IOException {
    Graph graph = analysis.graph();
    json.writeStringField("name", graph.name());
    json.writeStringField("variant", graph.variant());
    json.writeStringField("spec", result.argument(graph));
    dims("input", graph.inputs().getFirst().output());
    dims("output", graph.outputShape());
    json.writeNumberField("parameters", analysis.parameters());
    json.writeNumberField("macs", analysis.macs());
    json.writeNumberField("buffers", analysis.buffers());
    json.writeNumberField("activationBytes", analysis.activationBytes());
    json.writeNumberField("peakBytes", analysis.peakBytes());
  }

  private void row(Row row) throws IOException {
    json.writeStringField("path", row.path());
    json.writeStringField("op", row.op());
    json.writeFieldName("inputs");
    json.writeArray(row.inputs().toArray(String[]::new), 0, row.inputs().size());
    dims("output", row.output());
    json.writeNumberField("parameters", row.parameters());
    json.writeNumberField("macs", row.macs());
    json.writeNumberField("line", row.place().line());
    json.writeNumberField("buffers", row.buffers());
    json.writeNumberField("activationBytes", row.activationBytes());
    json.writeNumberField("liveBytes", row.liveBytes());
    json.writeStringField("receptiveField", row.field().show());
    json.writeStringField("stride", row.field().showStride());
  }

  private void dims(String field, Shape shape) throws IOException {
    json.writeFieldName(field);
    long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
    json.writeArray(dims, 0, dims.length);
  }

  private void diagnostic(Diagnostic diagnostic) throws IOException {
    json.writeStringField("code", diagnostic.code().id());
    json.writeStringField("severity", diagnostic.severity().word());
    json.writeStringField("message", diagnostic.message());
    place(diagnostic.span());
    array("related", diagnostic.related(), this::label);
    json.writeFieldName("notes");
    json.writeArray(diagnostic.notes().toArray(String[]::new), 0, diagnostic.notes().size());
    json.writeFieldName("help");
    json.writeString(diagnostic.help().orElse(null));
    json.writeFieldName("fix");
    if (diagnostic.fix().isEmpty()) {
      json.writeNull();
    } else {
      object(() -> fix(diagnostic.fix().get()));
    }
  }

  private void fix(Fix fix) throws IOException {
    json.writeStringField("title", fix.title());
    json.writeBooleanField("passes", fix.passes());
    place(fix.edit().span());
    json.writeStringField("replacement", fix.edit().replacement());
  }

  private void label(Label label) throws IOException {
    json.writeStringField("message", label.text());
    place(label.span());
  }

  private void place(Span span) throws IOException {
    json.writeStringField("file", span.file().name());
    json.writeNumberField("line", span.line());
    json.writeNumberField("column", span.column());
    json.writeNumberField("endLine", span.endLine());
    json.writeNumberField("endColumn", span.endColumn());
  }

  private interface Writer<T> {
    void write(T value) throws IOException;
  }

  private <T> void array(String field, List<T> values, Writer<T> writer) throws IOException {
    json.writeArrayFieldStart(field);
    for (T value : values) {
      object(() -> writer.write(value));
    }
    json.writeEndArray();
  }

  /** One object as it is, several of them in an array. */
  private void oneOrArray(boolean one, Body objects) {
    guarded(
        () -> {
          if (!one) {
            json.writeStartArray();
          }
          objects.write();
          if (!one) {
            json.writeEndArray();
          }
        });
  }

  private interface GraphWriter {
    void write(Compiler.Result result, Graph graph) throws IOException;
  }

  private void eachGraph(List<Compiler.Result> results, GraphWriter fields) {
    for (Compiler.Result result : results) {
      result.graphs().forEach(graph -> object(() -> fields.write(result, graph)));
    }
  }

  private void object(Body body) {
    guarded(
        () -> {
          json.writeStartObject();
          body.write();
          json.writeEndObject();
        });
  }

  private void guarded(Body body) {
    try {
      body.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    guarded(json::close);
    to.println();
  }
}
