package dev.specc.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.specc.Compiler;
import dev.specc.Texts;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.graph.Node;
import dev.specc.op.Op;
import dev.specc.op.OpName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema and the builder of ops know the same ops, options and defaults. */
class OpOptionsTest {
  private static final JsonNode SCHEMA = schema();

  private static JsonNode schema() {
    try (InputStream in = OpOptionsTest.class.getResourceAsStream("/schema/spec.schema.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> options(OpName op) {
    Set<String> names = new TreeSet<>();
    SCHEMA.at("/$defs/" + op.word() + "/properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void agreeOnTheOps() {
    Set<String> written = new TreeSet<>();
    for (Map.Entry<String, JsonNode> key : SCHEMA.at("/$defs/step/properties").properties()) {
      if (key.getValue().path("$ref").asText().equals("#/$defs/" + key.getKey())) {
        written.add(key.getKey());
      }
    }
    assertTrue(written.remove("from") && written.remove("transition"), written::toString);
    assertEquals(written, new TreeSet<>(OpName.words()));
  }

  @ParameterizedTest
  @EnumSource(OpName.class)
  void agreeOnTheOptions(OpName op) {
    Set<String> all = new TreeSet<>();
    for (OpName other : OpName.values()) {
      all.addAll(options(other));
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    all.forEach(name -> arguments.put(name, "1"));
    Set<String> refused = new TreeSet<>();
    use(op, arguments).diagnostics().stream()
        .filter(d -> d.code() == Code.UNKNOWN_KEY)
        .forEach(d -> refused.add(d.span().text()));
    all.removeAll(refused);
    assertEquals(options(op), all);
  }

  @ParameterizedTest
  @EnumSource(OpName.class)
  void agreeOnTheDefaults(OpName op) {
    Map<String, String> needed = needed(op);
    List<Op> plain = ops(op, needed);
    for (String option : options(op)) {
      JsonNode otherwise = SCHEMA.at("/$defs/" + op.word() + "/properties/" + option + "/default");
      if (!otherwise.isMissingNode()) {
        Map<String, String> written = new LinkedHashMap<>(needed);
        written.put(option, otherwise.asText());
        assertEquals(plain, ops(op, written), option);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OpName.class)
  void agreeOnWhatIsRequired(OpName op) {
    for (String name : needed(op).keySet()) {
      Map<String, String> rest = needed(op);
      rest.remove(name);
      assertEquals(
          List.of(Code.MISSING_KEY),
          use(op, rest).diagnostics().stream().map(Diagnostic::code).toList());
    }
    assertEquals(1, use(op, needed(op)).graphs().size());
  }

  private static Map<String, String> needed(OpName op) {
    Map<String, String> needed = new LinkedHashMap<>();
    JsonNode type = SCHEMA.at("/$defs/" + op.word());
    type.path("required").forEach(name -> needed.put(name.asText(), "1"));
    type.at("/then/required").forEach(name -> needed.put(name.asText(), "1"));
    needed.computeIfPresent("shape", (name, any) -> "[-1]");
    return needed;
  }

  private static List<Op> ops(OpName op, Map<String, String> arguments) {
    List<Op> ops = new ArrayList<>();
    for (Node node : Texts.graph(use(op, arguments)).layers()) {
      ops.add(node.op());
    }
    return ops.subList(op == OpName.LINEAR ? 1 : 0, ops.size());
  }

  /** Past the schema, which would reject an unknown option before the builder sees it. */
  private static Compiler.Result use(OpName op, Map<String, String> arguments) {
    StringBuilder with = new StringBuilder();
    arguments.forEach(
        (name, value) ->
            with.append("      ").append(name).append(": ").append(value).append('\n'));
    String flatten = op == OpName.LINEAR ? "- flatten\n" : "";
    return Texts.compile(
        Texts.net(
            flatten
                + "- use: "
                + op.word()
                + "\n"
                + (arguments.isEmpty() ? "" : "  with:\n" + with)));
  }
}
