package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Evaluator;
import dev.specc.expression.Expr;
import dev.specc.expression.ExpressionParser;
import dev.specc.expression.Scope;
import dev.specc.expression.Value;
import dev.specc.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser and the evaluator of expressions for any text: a value, or an error. */
class ExpressionFuzzTest {
  private static final Map<String, Value> NAMES =
      Map.of(
          "in", Value.of(64),
          "i", Value.of(-1),
          "big", Value.of(Long.MAX_VALUE),
          "p", new Value.Real(0.5),
          "same", new Value.Text("same"),
          "holds", new Value.Bool(true),
          "broken", Value.unknown());

  private static final Scope SCOPE =
      new Scope() {
        @Override
        public Optional<Value> lookup(String name) {
          return Optional.ofNullable(NAMES.get(name));
        }

        @Override
        public Collection<String> names() {
          return NAMES.keySet();
        }

        @Override
        public Optional<String> absence(String name) {
          return Optional.empty();
        }
      };

  @MethodSource("seeds")
  @DictionaryFile(resourcePath = "/fuzz/language.dict")
  @FuzzTest(maxDuration = "60s")
  void evaluate(byte[] text) {
    SourceFile file = new SourceFile("fuzz", new String(text, StandardCharsets.UTF_8));
    CpuTime.limited(() -> evaluate(file));
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "in * 2 // 3 % 5 ** -i",
            "max([1, 2.5, in][1:], 3) if not i < 0 <= 1 else round_to(in * 1.25, 8)",
            "[[in, p], [1e300 * 1e300]][-1][0] + sum([1, 2]) - len('text')",
            "'a' + \"b\" == 'ab' and holds or 1 != 1.0",
            "ceil(p) + floor(-p) + round(2.5) + min(in, big) * big",
            "broken[0].out + unknown + (((1)))")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  private static void evaluate(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    Expr expr = ExpressionParser.parse(file, 0, diagnostics);
    Value value = new Evaluator(SCOPE, diagnostics, (amount, span) -> {}).evaluate(expr);
    boolean excused = diagnostics.hasErrors() || file.text().contains("broken");
    assertTrue(!value.isUnknown() || excused, "unknown, and nothing is said");
    List.of(value.type(), value.show()).forEach(text -> assertTrue(text.length() >= 0));
  }
}
