package dev.specc.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.source.SourceFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What expressions mean: the values are Python's, but for an exact {@code /}, which stays whole.
 */
class ExpressionTest {
  private static final Scope SCOPE =
      new Scope() {
        private final Map<String, Value> values =
            Map.of(
                "depth", Value.of(40),
                "half", new Value.Real(0.5),
                "flag", new Value.Bool(true),
                "act", new Value.Text("relu"),
                "widths", new Value.Items(List.of(Value.of(64), Value.of(128))),
                "empty", new Value.Items(List.of()),
                "stage", new Value.Fields(Map.of("out", Value.of(256))),
                "broken", Value.unknown());

        @Override
        public Optional<Value> lookup(String name) {
          return Optional.ofNullable(values.get(name));
        }

        @Override
        public Collection<String> names() {
          return values.keySet();
        }
      };

  /** An expression, and its value with the type, or the code and the text that is marked. */
  private static final String TABLE =
      """
      1 + 2 * 3                      = a whole number: 7
      (1 + 2) * 3                    = a whole number: 9
      7 // 2                         = a whole number: 3
      -7 // 2                        = a whole number: -4
      -7 % 3                         = a whole number: 2
      7 % -3                         = a whole number: -2
      7.5 // 2                       = a number: 3.0
      -7.5 % 2                       = a number: 0.5
      8 / 2                          = a whole number: 4
      9 / 2                          = a number: 4.5
      8.0 / 2                        = a number: 4.0
      2 ** 10                        = a whole number: 1024
      2 ** 3 ** 2                    = a whole number: 512
      -2 ** 2                        = a whole number: -4
      2 ** -1                        = a number: 0.5
      0 ** 0                         = a whole number: 1
      1e3                            = a number: 1000.0
      .5 + 1                         = a number: 1.5
      depth * half                   = a number: 20.0
      (depth - 4) / 6                = a whole number: 6
      1 < 2 <= 2 < 3                 = true or false: true
      1 < 3 < 2                      = true or false: false
      1 == 1.0                       = true or false: true
      act == 'relu'                  = true or false: true
      act != 'gelu'                  = true or false: true
      'a' < "b"                      = true or false: true
      widths == [64, 128]            = true or false: true
      not flag or depth > 3          = true or false: true
      flag and not flag              = true or false: false
      false and broken               = true or false: false
      true or 1 / 0 > 0              = true or false: true
      1 if flag else 1 / 0           = a whole number: 1
      1 if depth > 50 else 2 if depth > 30 else 3  = a whole number: 2
      'a' + 'b'                      = a text: ab
      [1] + widths                   = a list: [1, 64, 128]
      widths[0]                      = a whole number: 64
      widths[-1]                     = a whole number: 128
      [10, 20][1]                    = a whole number: 20
      widths[:1]                     = a list: [64]
      widths[1:]                     = a list: [128]
      widths[:]                      = a list: [64, 128]
      widths[-1:9]                   = a list: [128]
      widths[1:-1]                   = a list: []
      widths[2:0]                    = a list: []
      sum(widths[:depth - 39])       = a whole number: 64
      stage.out / 2                  = a whole number: 128
      min(3, 1.5)                    = a number: 1.5
      max(widths)                    = a whole number: 128
      max(8, depth // 16)            = a whole number: 8
      floor(-1.5)                    = a whole number: -2
      ceil(1.2)                      = a whole number: 2
      round(2.5)                     = a whole number: 2
      round(3.5)                     = a whole number: 4
      len(widths)                    = a whole number: 2
      sum(widths)                    = a whole number: 192
      sum([])                        = a whole number: 0
      sum(0.5, 1)                    = a number: 1.5
      round_to(3.4, 8)               = a whole number: 8
      round_to(36, 8)                = a whole number: 40
      round_to(35, 8)                = a whole number: 32
      round_to(12, 8)                = a whole number: 16
      round_to(11, 8)                = a whole number: 16
      round_to(8.96, 8)              = a whole number: 16
      [1, 2,]                        = a list: [1, 2]
      broken + nothing               ! UNKNOWN_NAME nothing
      depht                          ! UNKNOWN_NAME depht
      stage.convs                    ! UNKNOWN_NAME convs
      depth.out                      ! EXPRESSION_TYPE depth
      log(2)                         ! UNKNOWN_NAME log
      widths[2]                      ! EXPRESSION_VALUE 2
      empty[0]                       ! EXPRESSION_VALUE 0
      depth[:1]                      ! EXPRESSION_TYPE depth
      widths[:0.5]                   ! EXPRESSION_TYPE 0.5
      widths[nothing:]               ! UNKNOWN_NAME nothing
      widths[0.0]                    ! EXPRESSION_TYPE 0.0
      depth[0]                       ! EXPRESSION_TYPE depth
      1 // 0                         ! EXPRESSION_VALUE 1 // 0
      1 % 0                          ! EXPRESSION_VALUE 1 % 0
      1 / 0.0                        ! EXPRESSION_VALUE 1 / 0.0
      (-1) ** 0.5                    ! EXPRESSION_VALUE (-1) ** 0.5
      2 ** 63                        ! TOO_LARGE 2 ** 63
      depth * 999999999999999999     ! TOO_LARGE depth * 999999999999999999
      99999999999999999999           ! TOO_LARGE 99999999999999999999
      'a' + 1                        ! EXPRESSION_TYPE 'a' + 1
      'a' * 2                        ! EXPRESSION_TYPE 'a' * 2
      flag + 1                       ! EXPRESSION_TYPE flag + 1
      'a' < 1                        ! EXPRESSION_TYPE 'a' < 1
      not depth                      ! EXPRESSION_TYPE depth
      1 if depth else 2              ! EXPRESSION_TYPE depth
      1 if flag else dept            ! UNKNOWN_NAME dept
      flag or dept > 1               ! UNKNOWN_NAME dept
      depth and flag                 ! EXPRESSION_TYPE depth
      -act                           ! EXPRESSION_TYPE act
      min()                          ! EXPRESSION_TYPE min()
      max(act)                       ! EXPRESSION_TYPE max(act)
      floor(1, 2)                    ! EXPRESSION_TYPE floor(1, 2)
      len(3)                         ! EXPRESSION_TYPE len(3)
      round_to(3, 0)                 ! EXPRESSION_TYPE round_to(3, 0)
      1 +                            ! EXPRESSION_SYNTAX
      1 2                            ! EXPRESSION_SYNTAX 2
      (1                             ! EXPRESSION_SYNTAX
      a ? b : c                      ! EXPRESSION_SYNTAX ?
      depth = 40                     ! EXPRESSION_SYNTAX =
      flag && flag                   ! EXPRESSION_SYNTAX &
      ${depth}                       ! EXPRESSION_SYNTAX $
      1 if flag                      ! EXPRESSION_SYNTAX
      'a                             ! EXPRESSION_SYNTAX 'a
      """;

  static List<String> table() {
    return TABLE.lines().toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  void evaluates(String line) {
    boolean fails = line.contains(" ! ");
    int sign = fails ? line.indexOf(" ! ") : line.lastIndexOf(" = ");
    Diagnostics diagnostics = new Diagnostics();
    Value value = evaluate(line.substring(0, sign).strip(), diagnostics);
    String expected = line.substring(sign + 3).strip();
    if (!fails) {
      assertEquals(List.of(), diagnostics.found());
      assertEquals(expected, value.type() + ": " + value.show());
    } else {
      assertEquals(1, diagnostics.found().size(), diagnostics.found()::toString);
      Diagnostic said = diagnostics.found().getFirst();
      assertEquals(expected, (said.code() + " " + said.span().text()).strip());
      assertTrue(value.isUnknown());
    }
  }

  private static Value evaluate(String text, Diagnostics diagnostics) {
    Expr expr = ExpressionParser.parse(new SourceFile("test", text), 0, diagnostics);
    return new Evaluator(SCOPE, diagnostics, (amount, span) -> {}).evaluate(expr);
  }

  @Test
  void staysSilentAboutWhatFollowsFromAMistake() {
    Diagnostics diagnostics = new Diagnostics();
    String text = "max(8, -broken[0].out ** 2) if broken == 1 or not broken else len(broken)";
    assertTrue(evaluate(text, diagnostics).isUnknown());
    assertEquals(List.of(), diagnostics.found());
  }

  @Test
  void refusesToNestWithoutEnd() {
    for (String deep : List.of("(".repeat(5000), "-".repeat(5000), "not ".repeat(5000))) {
      Diagnostics diagnostics = new Diagnostics();
      assertTrue(evaluate(deep + "1", diagnostics).isUnknown());
      assertEquals(1, diagnostics.found().size());
    }
  }
}
