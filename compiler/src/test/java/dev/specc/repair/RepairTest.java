package dev.specc.repair;

import static dev.specc.Texts.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Compiler;
import dev.specc.Texts;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Fix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fixes are tried before they are offered: with each, the whole spec passes. */
class RepairTest {
  private static List<Diagnostic> repaired(String text) {
    Texts texts = new Texts(Map.of(Texts.MAIN, text));
    return Repair.of(texts, texts.compileMain());
  }

  private static Fix onlyFix(String text) {
    List<Diagnostic> diagnostics = repaired(text);
    assertEquals(1, diagnostics.size(), diagnostics.toString());
    return diagnostics.getFirst().fix().orElseThrow(() -> new AssertionError(diagnostics));
  }

  /** Asserts that the one fix turns the first text into the second, and that this passes. */
  private static void fixes(String bad, String good) {
    Fix fix = onlyFix(bad);
    assertEquals(good, fix.edit().apply());
    assertTrue(fix.passes());
    Compiler.Result result = new Texts(Map.of(Texts.MAIN, fix.edit().apply())).compileMain();
    assertFalse(result.hasErrors());
  }

  @Test
  void paddingOfTheOddBranch() {
    String spec =
        net(
            """
            - branches:
                a: [conv: {out: 8, kernel: 1}]   # a comment
                b: [conv: {out: 8, kernel: 3, padding: 1}]
                c: [conv: {out: 8, kernel: 5, padding: 1}]
            """);
    fixes(spec, spec.replace("kernel: 5, padding: 1", "kernel: 5, padding: 2"));
  }

  @Test
  void paddingThatIsNotThereIsAdded() {
    String spec = net("- residual: [conv: {out: 3, kernel: 3}]\n");
    fixes(spec, spec.replace("kernel: 3}", "kernel: 3, padding: 1}"));
  }

  @Test
  void aParamPassedThroughABlockIsSetAtTheCall() {
    String spec =
        """
        specc: 1
        input: [3, 32, 32]
        blocks:
          Conv:
            params: {out, kernel: 1, padding: 0}
            body:
              - conv: {out: out, kernel: kernel, padding: padding}
        net:
          - branches:
              a: [Conv: {out: 8}]
              b: [Conv: {out: 8, kernel: 3}]
              c: [Conv: {out: 8}]
        """;
    fixes(spec, spec.replace("kernel: 3}", "kernel: 3, padding: 1}"));
  }

  @Test
  void aMissingProjection() {
    String spec = net("- residual:\n    - conv: {out: 8, kernel: 3, padding: 1}  # wider\n");
    fixes(spec, spec.replace("# wider\n", "# wider\n    shortcut: projection\n"));
  }

  @Test
  void aForgottenFlatten() {
    String spec = net("- linear: {out: 10}\n");
    fixes(spec, spec.replace("- linear", "- flatten\n  - linear"));
  }

  @Test
  void groupsThatDivideAndAreNearest() {
    String spec = net("- conv: {out: 32, kernel: 1}\n- conv: {out: 64, kernel: 3, groups: 5}\n");
    fixes(spec, spec.replace("groups: 5", "groups: 4"));
  }

  @Test
  void aKernelThatFits() {
    String spec = net("- max_pool: {kernel: 16}\n- conv: {out: 8, kernel: 3}\n");
    fixes(spec, spec.replace("kernel: 3}", "kernel: 3, padding: 1}"));
  }

  @Test
  void aPoolsPadding() {
    String spec = net("- max_pool: {kernel: 3, stride: 2, padding: 2}\n");
    fixes(spec, spec.replace("padding: 2", "padding: 1"));
  }

  @Test
  void paddingOfEachAxis() {
    String spec =
        net(
            """
            - branches:
                a: [relu]
                b: [conv: {out: 8, kernel: [1, 7], padding: 2}]
            """);
    fixes(spec, spec.replace("padding: 2", "padding: [0, 3]"));
  }

  @Test
  void channelsByTheNameThatHasThemInEveryCall() {
    String spec =
        """
        specc: 1
        input: [3, 32, 32]
        blocks:
          Block:
            params: {channels: in}
            body:
              - residual: [conv: {out: 2 * channels, kernel: 1}]
        net:
          - Block
          - conv: {out: 16, kernel: 1}
          - Block:
            expect: [16, 32, 32]
        """;
    String body = "[conv: {out: 2 * channels, kernel: 1}]";
    fixes(spec, spec.replace(body, body.replace("2 * channels", "channels")));
  }

  @Test
  void aJoinThatTakesWhatIsThere() {
    String labels = net("- relu:\n  as: a\n- slice: {end: 1}\n  as: b\n- add: [a, b]\n");
    fixes(labels, labels.replace("add", "concat"));
    String gate = net("- relu:\n  as: a\n- global_avg_pool:\n  as: gate\n- add: [a, gate]\n");
    fixes(gate, gate.replace("add", "multiply"));
  }

  @Test
  void errorsThatOneEditMendsAreOneMistake() {
    String spec =
        net(
            """
            - conv: {out: 4, kernel: 1}
              as: odd
            - relu:
              from: input
              as: even
            - add: [even, odd]
            - add: [input, odd]
            """);
    assertEquals(2, Texts.compile(spec).diagnostics().stream().filter(Diagnostic::isError).count());
    fixes(spec, spec.replace("out: 4", "out: 3"));
  }

  @Test
  void aTypingError() {
    String spec = net("- relu\n- dropuot: {p: 0.1}\n");
    fixes(spec, spec.replace("dropuot", "dropout"));
  }

  @Test
  void aMapThatOnlyAGlobalPoolMakesGoesOnAsOne() {
    String gate =
        net(
            """
            - relu:
              as: x
            - global_avg_pool
            - linear: {out: 3}
            - sigmoid:
              as: gate
            - multiply: [x, gate]
            """);
    fixes(gate, gate.replace("{out: 3}", "{out: 3, over: channels}"));
  }

  @Test
  void whatOtherFrameworksWrite() {
    List<String> steps =
        List.of(
            "- Conv2d: {out: 8, kernel: 3}",
            "- conv: {out=8, kernel: 3}",
            "- conv: out=8, kernel_size=3",
            "- conv: {out: 8, kernel: (3, 3)}",
            "- conv: {out: 8, kernel: [3]}",
            "- conv: {out: 8, kernel: 1_0}",
            "- conv: {out: int(in * 2), kernel: 3}",
            "- conv: {out: ${in}, kernel: 3}",
            "- conv: {out: {{ in }}, kernel: 3}",
            "- conv:\u00a0{out: 8, kernel: 3}",
            "- conv: {out: 8, kernel: 3}\n      as: x",
            "- relu:\n  as x");
    List<String> meant =
        List.of(
            "- conv: {out: 8, kernel: 3}",
            "- conv: {out: 8, kernel: 3}",
            "- conv: {out: 8, kernel: 3}",
            "- conv: {out: 8, kernel: [3, 3]}",
            "- conv: {out: 8, kernel: 3}",
            "- conv: {out: 8, kernel: 10}",
            "- conv: {out: floor(in * 2), kernel: 3}",
            "- conv: {out: in, kernel: 3}",
            "- conv: {out: in, kernel: 3}",
            "- conv: {out: 8, kernel: 3}",
            "- conv: {out: 8, kernel: 3}\n  as: x",
            "- relu:\n  as: x");
    for (int i = 0; i < steps.size(); i++) {
      fixes(net(steps.get(i) + "\n"), net(meant.get(i) + "\n"));
    }
  }

  @Test
  void noFixMakesAnotherNet() {
    List<String> steps =
        List.of("- prelu", "- gelu_tanh", "- PReLU", "- conv1d: {out: 8, kernel: 3}", "- mish");
    for (String step : steps) {
      assertEquals(Optional.empty(), repaired(net(step + "\n")).getFirst().fix(), step);
    }
    for (String text :
        List.of(
            net("- relu\n").replace("specc: 1", "specc: 2"),
            "recipe: 2\n",
            "recipe: 1\nema: true\n",
            "recipe: 1\noptimizer: nadam\n",
            "recipe: 1\noptimizer: nesterov\n",
            "recipe: 1\ninit: kaiming_uniform\n")) {
      assertEquals(Optional.empty(), repaired(text).getFirst().fix(), text);
    }
  }

  @Test
  void aLargeKernelIsNotMadeAPixel() {
    String spec =
        """
        specc: 1
        input: [3, 32, 32]
        blocks:
          ConvBn:
            params: {out, kernel: 1, stride: 1}
            body: [conv: {out: out, kernel: kernel, stride: stride}]
        net:
          - branches:
              pool: [max_pool: {kernel: 3, stride: 2}]
              wide: [ConvBn: {out: 8, kernel: 3, stride: 2}]
              deep: [ConvBn: {out: 8, kernel: 3}, ConvBn: {out: 8, kernel: 3, stride: 2}]
        """;
    assertEquals(Optional.empty(), repaired(spec).getFirst().fix());
  }

  @Test
  void aChoiceWithItsNameBesideItsOptions() {
    String recipe = "recipe: 1\noptimizer: {type: SGD, momentum: 0.9}\n";
    fixes(recipe, recipe.replace("{type: SGD, momentum: 0.9}", "{sgd: {momentum: 0.9}}"));
    String loss = "recipe: 1\nloss: {label_smoothing: 0.1}\n";
    fixes(loss, "recipe: 1\nloss: {cross_entropy: {label_smoothing: 0.1}}\n");
    fixes("epochs: 3\n", "recipe: 1\nepochs: 3\n");
  }

  @Test
  void whereOtherErrorsStayTheFixSaysOnlyThatThisOneIsGone() {
    List<Diagnostic> diagnostics = repaired(net("- relluu\n- conv: {out: nowhere, kernel: 1}\n"));
    assertEquals(2, diagnostics.size());
    Optional<Fix> fix = diagnostics.getFirst().fix();
    assertTrue(fix.isPresent());
    assertFalse(fix.get().passes());
  }

  @Test
  void whatNoEditMendsHasNoFix() {
    assertEquals(
        Optional.empty(), repaired(net("- conv: {out: nowhere, kernel: 1}\n")).getFirst().fix());
  }

  @Test
  void branchesAreIndentedBelowTheirKey() {
    String good =
        net(
            """
            - branches:
                left: [conv: {out: 8, kernel: 1}]
                right:
                  # a comment

                  - conv: {out: 8, kernel: 1}
              join: add
            - relu
            """);
    String bad =
        good.replace("      left", "    left")
            .replace("      right", "    right")
            .replace("        # a", "      # a")
            .replace("        - conv", "      - conv");
    assertNotEquals(good, bad);
    fixes(bad, good);
  }

  @Test
  void modifiersAmongArgumentsGetLinesOfTheirOwn() {
    String spec =
        """
        specc: 1
        input: [3, 32, 32]
        blocks:
          Sum:
            inputs: [a, b]
            params: {out: 3}
            body:
              - add: [a, b]
              - conv: {out: out, kernel: 1}
        net:
          - relu:
            as: x
          - Sum: {from: [input, x], out: 8, as: sum}   # both
        """;
    fixes(
        spec,
        spec.replace(
            "Sum: {from: [input, x], out: 8, as: sum}",
            "Sum: {out: 8}\n    from: [input, x]\n    as: sum"));
  }

  @Test
  void aBlockMayHaveAParamNamedLikeAModifier() {
    String spec =
        """
        specc: 1
        input: [3, 32, 32]
        blocks:
          Wide:
            params: {share}
            body: [conv: {out: share, kernel: 1}]
        net:
          - Wide: {share: 8}
        """;
    assertEquals(List.of(), repaired(spec));
  }

  @Test
  void oneStepOfABranchGetsItsList() {
    String spec =
        net(
            """
            - branches:
                a: []
                b: conv: {out: 8, kernel: 1}   # one step
            """);
    fixes(spec, spec.replace("conv: {out: 8, kernel: 1}", "[conv: {out: 8, kernel: 1}]"));
  }

  @Test
  void outputPaddingOfATransposeThatIsOneTooSmall() {
    String spec =
        net(
            """
            - conv: {out: 16, kernel: 3, padding: 1}
              as: skip
            - conv: {out: 32, kernel: 3, padding: 1, stride: 2}
            - conv_transpose: {out: 16, kernel: 3, stride: 2, padding: 1}
              as: up
            - add: [skip, up]
            """);
    fixes(
        spec, spec.replace("stride: 2, padding: 1}", "stride: 2, padding: 1, output_padding: 1}"));
  }

  @Test
  void kernelOfATransposeThatIsOneTooLarge() {
    String spec =
        net(
            """
            - conv: {out: 16, kernel: 3, padding: 1}
              as: skip
            - conv: {out: 32, kernel: 3, padding: 1, stride: 2}
            - conv_transpose: {out: 16, kernel: 3, stride: 2}
              as: up
            - add: [skip, up]
            """);
    fixes(spec, spec.replace("kernel: 3, stride: 2}", "kernel: 2, stride: 2}"));
  }

  @Test
  void outputPaddingThatIsTooMuchIsTakenBack() {
    String spec =
        net(
            """
            - relu:
              as: skip
            - max_pool: {kernel: 2}
            - conv_transpose: {out: 3, kernel: 2, stride: 2, output_padding: 1}
              as: up
            - concat: [skip, up]
            """);
    fixes(spec, spec.replace("output_padding: 1", "output_padding: 0"));
  }

  /** One block enlarges at each level, so no option of it mends one level alone. */
  @Test
  void anInputThatHalvesBadlyGetsTheNearestSizeThatDoesNot() {
    String spec =
        """
        specc: 1
        input: [1, 60, 60]
        blocks:
          Up:
            inputs: [below, skip]
            body:
              - conv_transpose: {out: 8, kernel: 2, stride: 2}
                as: up
              - concat: [skip, up]
        net:
          - conv: {out: 8, kernel: 3, padding: 1}
            as: first
          - max_pool: {kernel: 2}
          - conv: {out: 8, kernel: 3, padding: 1}
            as: second
          - max_pool: {kernel: 2}
          - conv: {out: 8, kernel: 3, padding: 1}
            as: third
          - max_pool: {kernel: 2}
            as: bottom
          - Up:
            from: [bottom, third]
            as: up3
          - Up:
            from: [up3, second]
            as: up2
          - Up:
            from: [up2, first]
        """;
    fixes(spec, spec.replace("60, 60", "64, 64"));
  }

  @Test
  void aBranchWithNothingAfterItsKey() {
    String spec =
        net(
            """
            - branches:
                a: [relu]
                b:   # as it is
            """);
    fixes(spec, spec.replace("b:   #", "b: []   #"));
  }
}
