package dev.specc.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts of about a megabyte that want to take {@code check} more time or memory than it may have:
 * each makes one thing as many, as long or as deep as it goes.
 */
public final class HostileTexts {
  private static final int MEGABYTE = 1 << 20;
  private static final String HEAD = "specc: 1\nname: x\ninput: [3, 8, 8]\n";

  /**
   * A text and what is said about it.
   *
   * @param verdict {@code ok}, or the code of the first error
   */
  public record Hostile(String verdict, String text) {}

  private final Map<String, Hostile> texts = new LinkedHashMap<>();

  private HostileTexts() {}

  /** All of them, by name. */
  public static Map<String, Hostile> all() {
    HostileTexts texts = new HostileTexts();
    texts.syntax();
    texts.violations();
    texts.names();
    texts.expressions();
    texts.expansions();
    texts.graphs();
    return texts.texts;
  }

  private void add(String name, String verdict, String text) {
    texts.put(name, new Hostile(verdict, text));
  }

  private void syntax() {
    add("alias-bomb", "SPC0302", aliasBomb());
    add("brackets", "SPC0303", "[".repeat(MEGABYTE));
    add("dashes", "?", "- ".repeat(MEGABYTE / 2));
    add("braces", "?", "{a: ".repeat(MEGABYTE / 4));
    add("question-marks", "?", "? ".repeat(MEGABYTE / 2));
    add("one-word", "SPC0101", "x".repeat(MEGABYTE));
    add("one-quote", "?", "\"" + "x".repeat(MEGABYTE));
    add("escapes", "?", "\"" + "\\u00e9".repeat(MEGABYTE / 6) + "\"");
    add("block-scalar", "?", HEAD + "description: |\n" + "  x\n".repeat(MEGABYTE / 4));
    add("folded-scalar", "?", HEAD + "description: >\n" + "  x\n\n".repeat(MEGABYTE / 5));
    add("multi-line-plain", "?", HEAD + "description:\n" + "  x\n".repeat(MEGABYTE / 4));
    add("one-line", "ok", HEAD + "description: " + "x".repeat(MEGABYTE) + "\nnet: [relu]\n");
    add("line-breaks", "?", "\n".repeat(MEGABYTE));
    add("carriage-returns", "?", "\r".repeat(MEGABYTE) + "a: [");
    add("tabs", "?", "\t".repeat(MEGABYTE));
    add("tab-lines", "?", HEAD + "net:\n" + "\t- relu\n".repeat(MEGABYTE / 8));
    add("spaces", "?", " ".repeat(MEGABYTE));
    add("comments", "?", "#\n".repeat(MEGABYTE / 2));
    add("wide-characters", "?", "a: \"" + "\ud83d\ude00".repeat(MEGABYTE / 4) + "\"");
    add("wide-syntax", "?", "a: [" + "\ud83d\ude00, ".repeat(MEGABYTE / 6));
    add("combining", "?", "a" + "\u0301".repeat(MEGABYTE / 2) + ": 1");
    add("other-line-breaks", "?", "a: \"" + "\u2028".repeat(MEGABYTE / 3) + "\"");
    add("documents", "?", "---\n".repeat(MEGABYTE / 4));
    add("directives", "?", "%YAML 1.2\n".repeat(MEGABYTE / 10));
    add("tags", "?", "!!a ".repeat(MEGABYTE / 4));
    add("deepest", "ok", HEAD + "net: " + "[{sequence: ".repeat(99) + "[relu]" + "}]".repeat(99));
    add("anchors", "?", HEAD + "net: [" + list(50_000, i -> "&a" + i + " relu") + "]");
    add("anchor-chain", "?", list(30_000, i -> "a%d: &a%d [*a%d]\n".formatted(i + 1, i + 1, i)));
    add("aliases", "?", "a: &a " + HEAD.length() + "\nb: [" + "*a,".repeat(MEGABYTE / 3) + "]");
    add(
        "aliased-steps",
        "?",
        HEAD
            + "net:\n- sequence: &a ["
            + "relu,".repeat(1000)
            + "]\n"
            + "- sequence: *a\n".repeat(1900));
    add(
        "aliased-mistakes",
        "?",
        HEAD
            + "net:\n- sequence: &a ["
            + "rellu,".repeat(1000)
            + "]\n"
            + "- sequence: *a\n".repeat(1900));
    add(
        "aliased-numbers",
        "?",
        HEAD
            + "net:\n- sequence: &a ["
            + "1,".repeat(1000)
            + "]\n"
            + "- sequence: *a\n".repeat(1900));
    add("duplicate-keys", "?", "a: 1\n".repeat(MEGABYTE / 5));
    add(
        "duplicates-of-many",
        "?",
        list(50_000, i -> "k" + i + ": 1\n") + list(50_000, i -> "k" + (49_999 - i) + ": 1\n"));
    add("keys-of-a-kilobyte", "?", list(1000, i -> i + "k".repeat(1040) + ": 1\n"));
  }

  private void violations() {
    add("ones", "?", HEAD + "net: [" + "1,".repeat(MEGABYTE / 2) + "]");
    add("empty-lists", "?", HEAD + "net: [" + "[],".repeat(MEGABYTE / 3) + "]");
    add("empty-maps", "?", HEAD + "net: [" + "{},".repeat(MEGABYTE / 3) + "]");
    add("nulls", "?", HEAD + "net: [" + "~,".repeat(MEGABYTE / 2) + "]");
    add("ones-below", "?", HEAD + "net:\n" + "- 1\n".repeat(MEGABYTE / 4));
    add("empty-options", "?", HEAD + "net: [" + "{conv: },".repeat(MEGABYTE / 9) + "]");
    add("bad-options", "?", HEAD + "net: [" + "{conv: {a: 1}},".repeat(MEGABYTE / 15) + "]");
    add("bad-values", "?", HEAD + "net: [" + "{conv: {out: []}},".repeat(MEGABYTE / 18) + "]");
    add("many-options", "?", HEAD + "net: [conv: {" + list(90_000, i -> "o" + i + ": 1") + "}]");
    add("two-ops", "?", HEAD + "net:\n" + "- conv: 1\n  relu: 1\n".repeat(MEGABYTE / 20));
    add("many-ops", "?", HEAD + "net:\n- " + list(80_000, i -> "Op" + i + ": 1\n  "));
    add("root-keys", "?", HEAD + list(90_000, i -> "k" + i + ": 1\n"));
    add("typos", "SPC0105", HEAD + "net:\n" + "  - rellu\n".repeat(MEGABYTE / 10));
    add("typos-in-one-line", "?", HEAD + "net: [" + "rellu,".repeat(MEGABYTE / 6) + "]");
    add(
        "typos-of-blocks",
        "?",
        HEAD + blocks(20_000, "Block") + "net: [" + list(20_000, i -> "Blokc" + i) + "]");
    add("cut", "?", HEAD + "net: [" + "{conv: {out: max(1, 2)}},".repeat(MEGABYTE / 25) + "]");
    add("root-numbers", "?", "1: 1\n" + list(90_000, i -> i + ": 1\n"));
    add("inputs", "?", "specc: 1\ninput: [" + "1,".repeat(MEGABYTE / 2) + "]\nnet: [relu]");
    add("expectation", "?", HEAD + "net:\n- relu:\n  expect: [" + "1,".repeat(MEGABYTE / 2) + "]");
    add("outputs", "?", HEAD + "net: [relu]\noutputs: [" + "a,".repeat(MEGABYTE / 2) + "]");
    add("heads", "?", HEAD + "net: [relu]\naux: [" + "1,".repeat(MEGABYTE / 2) + "]");
    add("imports-of-numbers", "?", HEAD + "import: [" + "1,".repeat(MEGABYTE / 2) + "]");
    add("params-list", "?", HEAD + "params: [" + "1,".repeat(MEGABYTE / 2) + "]");
    add("block-without-body", "?", HEAD + "blocks:\n" + list(60_000, i -> " B" + i + ": 1\n"));
  }

  private void names() {
    add("label", "SPC0303", HEAD + "net:\n  - relu:\n    as: " + "a".repeat(MEGABYTE) + "\n");
    add("op-name", "?", HEAD + "net: [" + "a".repeat(MEGABYTE) + "]");
    add("key-name", "?", HEAD + "net: [relu]\n\"" + "a".repeat(MEGABYTE) + "\": 1");
    add("block-name", "?", HEAD + "blocks: {\"B" + "a".repeat(MEGABYTE) + "\": {body: [relu]}}");
    add("param-name", "?", HEAD + "net: [relu]\nparams: {\"" + "a".repeat(MEGABYTE) + "\": 1}");
    add(
        "variant-name",
        "?",
        HEAD + "net: [relu]\nvariants: {\"" + "a".repeat(MEGABYTE) + "\": {}}");
    add("name", "?", "specc: 1\ninput: [3]\nname: " + "a".repeat(MEGABYTE) + "\nnet: [relu]");
    add("import-name", "?", HEAD + "net: [relu]\nimport: [\"" + "a/".repeat(MEGABYTE / 2) + "\"]");
    add("unknown-label", "?", HEAD + "net:\n- relu:\n  from: " + "a".repeat(MEGABYTE));
    add("share", "?", HEAD + "net:\n- conv: {out: 1, kernel: 1}\n  share: " + "a".repeat(MEGABYTE));
    add("word-option", "?", HEAD + "net:\n- pad: {padding: 1, mode: " + "a".repeat(MEGABYTE) + "}");
    add("params", "?", HEAD + "net: [relu]\nparams:\n" + list(60_000, i -> " p" + i + ": 1\n"));
    add(
        "param-chain",
        "?",
        HEAD
            + "net: [relu]\nparams:\n p0: 1\n"
            + list(40_000, i -> " p%d: p%d + 1\n".formatted(i + 1, i)));
    add(
        "param-chain-back",
        "?",
        HEAD + "net: [relu]\nparams:\n" + list(40_000, i -> " p%d: p%d + 1\n".formatted(i, i + 1)));
    add(
        "unknown-params",
        "?",
        HEAD + "net: [relu]\nparams:\n" + list(40_000, i -> " p%d: q%d\n".formatted(i, i)));
    add("labels", "?", HEAD + "net:\n" + list(40_000, i -> "- relu:\n  as: l" + i + "\n"));
    add(
        "labels-unknown",
        "?",
        HEAD
            + "net:\n"
            + list(20_000, i -> "- relu:\n  as: l" + i + "\n")
            + list(20_000, i -> "- relu:\n  from: m" + i + "\n"));
    add("labels-twice", "?", HEAD + "net:\n" + "- relu:\n  as: l\n".repeat(MEGABYTE / 16));
    add(
        "label-of-numbers",
        "?",
        HEAD
            + "net:\n- repeat:\n  - relu:\n    as: \""
            + "{i}".repeat(MEGABYTE / 3)
            + "\"\n  times: 1000");
    add("label-open", "?", HEAD + "net:\n- relu:\n  as: \"" + "{".repeat(MEGABYTE) + "\"");
    add(
        "long-labels",
        "?",
        HEAD
            + "net:\n- sequence: ["
            + "relu,".repeat(100_000)
            + "]\n  as: "
            + "a".repeat(MEGABYTE / 2));
    add(
        "long-labels-below",
        "?",
        HEAD
            + "net:\n"
            + IntStream.range(0, 90)
                .mapToObj(
                    i ->
                        "  ".repeat(i)
                            + "- as: "
                            + "a".repeat(2000)
                            + "\n"
                            + "  ".repeat(i)
                            + "  sequence:\n")
                .collect(Collectors.joining())
            + ("  ".repeat(90) + "- relu\n").repeat(4000));
    add("imports", "?", HEAD + "net: [relu]\nimport: [" + list(80_000, i -> "a" + i) + "]");
    add(
        "imports-standard",
        "?",
        HEAD + "net: [relu]\nimport: [" + "std/inception,".repeat(70_000) + "]");
    add("imports-climb", "?", HEAD + "net: [relu]\nimport: [" + "../a,".repeat(200_000) + "]");
    add(
        "variants-unknown",
        "?",
        HEAD + "net: [relu]\nvariants:\n" + list(40_000, i -> " v" + i + ": {a: 1}\n"));
    add("unused-blocks", "?", HEAD + blocks(30_000, "Block") + "net: [relu]");
    add(
        "fields",
        "?",
        HEAD
            + "net:\n- repeat: [conv: {out: s.z, kernel: 1}]\n  over: [{"
            + list(70_000, i -> "a" + i + ": 1")
            + "}]\n  for: s\n");
    add(
        "arguments",
        "?",
        HEAD
            + "blocks: {B: {body: [relu]}}\nnet: [B: {"
            + list(80_000, i -> "a" + i + ": 1")
            + "}]");
    add(
        "block-params",
        "?",
        HEAD
            + "blocks: {B: {params: {"
            + list(80_000, i -> "a" + i)
            + "}, body: [relu]}}\nnet: [B]");
    add("uses-unknown", "?", HEAD + "net:\n" + "- use: blokc\n".repeat(80_000));
    add(
        "names-unknown",
        "?",
        HEAD
            + "params: {"
            + list(20_000, i -> "p" + i + ": 1")
            + "}\nnet:\n"
            + "- conv: {out: q, kernel: 1}\n".repeat(25_000));
    add("foreign", "?", HEAD + "net:\n" + "- nn.Conv2d: {out: 1}\n".repeat(45_000));
    add(
        "colliding-params",
        "?",
        HEAD + "net: [relu]\nparams:\n" + list(32_768, i -> " a" + colliding(i) + ": 1\n"));
    add(
        "colliding-labels",
        "?",
        HEAD + "net:\n" + list(16_384, i -> "- relu:\n  as: " + colliding(i) + "\n"));
    add(
        "colliding-blocks",
        "?",
        HEAD
            + "net: [relu]\nblocks:\n"
            + list(16_384, i -> " B" + colliding(i) + ": {body: [relu]}\n"));
    add(
        "imports-and-lookups",
        "?",
        HEAD
            + "import: ["
            + "std/inception,".repeat(999)
            + "]\nnet:\n"
            + "- repeat:\n  - relu:\n    when: same == same\n  times: 400000\n");
    add("open-parentheses", "?", HEAD + "net: [" + "(,".repeat(MEGABYTE / 2) + "]");
    add(
        "open-parentheses-in-map",
        "?",
        HEAD + "net: [conv: {out: (, " + list(80_000, i -> "(" + i) + "}]");
    add("sizes", "?", HEAD + "net:\n" + "- conv: {out: 3, kernel: 9}\n".repeat(30_000));
    add(
        "shortcuts",
        "?",
        HEAD
            + "net:\n"
            + "- residual: [conv: {out: 4, kernel: 1}, conv: {out: 5, kernel: 1}]\n"
                .repeat(15_000));
    add(
        "residual-once",
        "?",
        HEAD + "net:\n- residual: [" + "{conv: {out: 4, kernel: 1}},".repeat(35_000) + "]\n");
  }

  private void expressions() {
    add("sum", "SPC0303", HEAD + expression("1+".repeat(MEGABYTE / 2) + "1"));
    add("minus", "SPC0303", HEAD + expression("-".repeat(MEGABYTE) + "1"));
    add("not", "?", HEAD + expression("not ".repeat(MEGABYTE / 4) + "1"));
    add("parentheses", "SPC0303", HEAD + expression("(".repeat(MEGABYTE)));
    add("digits", "?", HEAD + expression("9".repeat(MEGABYTE)));
    add("fraction", "?", HEAD + expression("0." + "9".repeat(MEGABYTE)));
    add("exponent", "?", HEAD + expression("1e" + "9".repeat(MEGABYTE)));
    add("plain-digits", "?", HEAD + "net: [conv: {out: " + "9".repeat(MEGABYTE) + ", kernel: 1}]");
    add("powers", "?", HEAD + expression("2**".repeat(MEGABYTE / 3) + "2"));
    add("indices", "?", HEAD + expression("a" + "[0]".repeat(MEGABYTE / 3)));
    add("attributes", "?", HEAD + expression("a" + ".b".repeat(MEGABYTE / 2)));
    add("comparisons", "?", HEAD + expression("1" + "<2".repeat(MEGABYTE / 2)));
    add("commas", "?", HEAD + expression("max(" + "1,".repeat(MEGABYTE / 2) + ")"));
    add("text", "?", HEAD + expression("'" + "a".repeat(MEGABYTE) + "'"));
    add("name-expression", "?", HEAD + expression("a".repeat(MEGABYTE)));
    add("function", "?", HEAD + expression("a".repeat(MEGABYTE) + "()"));
    add("many-expressions", "?", HEAD + "net:\n" + "- conv: {out: 1+, kernel: 1}\n".repeat(35_000));
    add(
        "repeated-list",
        "?",
        HEAD
            + "net:\n- repeat:\n  - relu:\n    when: \"len(["
            + "1,".repeat(MEGABYTE / 2)
            + "]) > 0\"\n  times: 1000000");
    add(
        "repeated-sums",
        "?",
        HEAD
            + "params: {p: \"["
            + "1,".repeat(MEGABYTE / 2)
            + "]\"}\nnet:\n- repeat:\n  - relu:\n    when: sum(p) < 0\n  times: 1000000");
    add(
        "doubled-lists",
        "?",
        HEAD
            + "params:\n  p0: \"[1, 1]\"\n"
            + list(60, i -> "  p%d: \"[p%d, p%d]\"\n".formatted(i + 1, i, i))
            + "net:\n- relu:\n  when: p60 == p60\n- relu:\n  when: p60 == [p59, p59]\n"
            + "- relu:\n  as: \"{p60}\"\n");
    add(
        "doubled-twins",
        "?",
        HEAD
            + "params:\n  p0: \"[1, 1]\"\n  q0: \"[1, 1]\"\n"
            + list(
                60,
                i ->
                    "  p%d: \"[p%d, p%d]\"\n  q%d: \"[q%d, q%d]\"\n"
                        .formatted(i + 1, i, i, i + 1, i, i))
            + "net:\n- relu:\n  when: p60 == q60\n");
    add(
        "doubled-label",
        "?",
        HEAD
            + "params:\n  p0: \"[1, 1]\"\n"
            + list(40, i -> "  p%d: \"[p%d, p%d]\"\n".formatted(i + 1, i, i))
            + "net:\n- relu:\n  as: \"{p40}\"\n");
    add(
        "doubled-text",
        "?",
        HEAD
            + "params:\n  p0: \"'aa'\"\n"
            + list(60, i -> "  p%d: p%d + p%d\n".formatted(i + 1, i, i))
            + "net: [relu]\n");
    add(
        "over-lists",
        "?",
        HEAD + "net:\n- repeat: [relu]\n  over: [" + "1,".repeat(MEGABYTE / 2) + "]\n  for: s");
    add(
        "over-maps",
        "?",
        HEAD
            + "net:\n- repeat: [relu]\n  over: ["
            + "{a: 1},".repeat(MEGABYTE / 7)
            + "]\n  for: s");
    add(
        "slices",
        "?",
        HEAD
            + "params: {p: \"["
            + "1,".repeat(MEGABYTE / 4)
            + "]\"}\nnet:\n- repeat:\n  - relu:\n    when: len(p[i:]) < 0\n  times: 1000000");
  }

  private void expansions() {
    add("steps", "ok", HEAD + "net:\n" + "  - relu\n".repeat(MEGABYTE / 9));
    add("repeat", "SPC0302", HEAD + "net:\n  - repeat: [relu]\n    times: 1000000\n");
    add(
        "dense",
        "SPC0302",
        HEAD + "net:\n  - dense: [conv: {out: 1, kernel: 1}]\n    layers: 100000\n");
    add("billion", "SPC0301", HEAD + "net:\n  - repeat: [relu]\n    times: 1000000000\n");
    add("left-out", "?", HEAD + "net:\n  - repeat: [{relu: , when: false}]\n    times: 1000000\n");
    add(
        "nested-repeats",
        "?",
        HEAD
            + "net:\n  - repeat: [repeat: [], times: 1000000]\n    times: 1000000\n"
                .replace("[repeat: [], times: 1000000]", "[{repeat: [], times: 1000000}]"));
    add(
        "variants",
        "?",
        HEAD
            + "net:\n"
            + "- relu\n".repeat(60_000)
            + "variants:\n"
            + list(40_000, i -> " v" + i + ": {}\n"));
    add(
        "variants-of-repeats",
        "?",
        HEAD
            + "net:\n- repeat: [relu]\n  times: 300000\nvariants:\n"
            + list(1000, i -> " v" + i + ": {}\n"));
    add(
        "variants-few",
        "?",
        HEAD + "net: [relu]\nvariants:\n" + list(60_000, i -> " v" + i + ": {}\n"));
    add(
        "call-tree",
        "?",
        HEAD
            + "blocks:\n  B0: {body: [relu]}\n"
            + list(60, i -> "  B%d: {body: [B%d, B%d]}\n".formatted(i + 1, i, i))
            + "net: [B60]\n");
    add(
        "call-chain",
        "?",
        HEAD
            + "blocks:\n  B0: {body: [relu]}\n"
            + list(20_000, i -> "  B%d: {body: [B%d]}\n".formatted(i + 1, i))
            + "net: [B20000]\n");
    add(
        "calls",
        "?",
        HEAD + "blocks: {B: {body: [relu]}}\nnet: [" + "B,".repeat(MEGABYTE / 2) + "]");
    add("recursion", "?", HEAD + "blocks: {B: {body: [B, B]}}\nnet: [B]");
    add(
        "calls-of-many-params",
        "?",
        HEAD
            + "blocks: {B: {params: {"
            + list(10_000, i -> "a" + i + ": 1")
            + "}, body: [relu]}}\nnet:\n- repeat: [B]\n  times: 300000");
  }

  private void graphs() {
    add(
        "branches",
        "?",
        HEAD + "net: [branches: {" + list(50_000, i -> "b" + i + ": [relu]") + "}]");
    add(
        "branches-twice",
        "?",
        HEAD + "net:\n" + "- branches: {a: [relu], b: []}\n  join: add\n".repeat(25_000));
    add("concat", "?", HEAD + "net:\n- concat: [" + "input,".repeat(MEGABYTE / 6) + "]");
    add("from", "?", HEAD + "net:\n- concat:\n  from: [" + "input,".repeat(MEGABYTE / 6) + "]");
    add(
        "concats",
        "?",
        HEAD + "net:\n" + ("- concat: [" + "input,".repeat(400) + "]\n").repeat(400));
    add(
        "heads-many",
        "?",
        HEAD
            + "net:\n- relu:\n  as: a\naux:\n"
            + list(20_000, i -> "- {as: h" + i + ", from: a, body: [relu]}\n"));
    add(
        "inputs-many",
        "?",
        "specc: 1\ninputs: {" + list(60_000, i -> "i" + i + ": [1]") + "}\nnet: [relu]");
    add(
        "outputs-many",
        "?",
        HEAD + "net:\n- relu:\n  as: a\noutputs: {" + list(60_000, i -> "o" + i + ": a") + "}");
    add(
        "all-alive",
        "?",
        HEAD
            + "net:\n"
            + list(25_000, i -> "- relu:\n  as: l" + i + "\n")
            + "- add: ["
            + list(25_000, i -> "l" + i)
            + "]");
    add(
        "long-skips",
        "?",
        HEAD
            + "net:\n"
            + list(15_000, i -> "- relu:\n  as: l" + i + "\n")
            + list(15_000, i -> "- add: [input, l" + i + "]\n"));
    add(
        "shared",
        "?",
        HEAD + "net:\n" + "- conv: {out: 3, kernel: 1}\n  share: a\n".repeat(25_000));
    add(
        "nested-dense",
        "?",
        HEAD
            + "net:\n- dense: [dense: [conv: {out: 1, kernel: 1}], layers: 1000]\n  layers: 1000"
                .replace(
                    "[dense: [conv: {out: 1, kernel: 1}], layers: 1000]",
                    "[{dense: [conv: {out: 1, kernel: 1}], layers: 1000}]"));
    add(
        "biases",
        "?",
        HEAD + "net:\n" + "- conv: {out: 3, kernel: 1}\n- batch_norm\n".repeat(25_000));
  }

  private static String expression(String text) {
    return "net:\n  - conv: {kernel: 1, out: \"" + text + "\"}\n";
  }

  /** Names of one hash code: `Aa` and `BB` have the same. */
  private static String colliding(int number) {
    return IntStream.range(0, 15)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining());
  }

  private static String blocks(int count, String name) {
    return "blocks:\n" + list(count, i -> " " + name + i + ": {body: [relu]}\n");
  }

  /** Items on lines of their own where they end in a line break, else parted by commas. */
  private static String list(int count, IntFunction<String> item) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item.apply(i));
    }
    String last = items.getLast();
    return String.join(last.endsWith("\n") || last.endsWith("  ") ? "" : ", ", items);
  }

  private static String aliasBomb() {
    return "a0: &a0 [x]\n"
        + IntStream.range(1, 12)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)))
            .collect(Collectors.joining());
  }
}
