package dev.specc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * Writes them into a folder, each as NAME.yaml.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, Hostile> text : all().entrySet()) {
      Files.writeString(Path.of(args[0], text.getKey() + ".yaml"), text.getValue().text());
    }
  }

  private void add(String name, String verdict, String text) {
    texts.put(name, new Hostile(verdict, text));
  }

  private void syntax() {
    add("alias-bomb", "SPC0302", aliasBomb());
    add("brackets", "SPC0303", "[".repeat(MEGABYTE));
    add("dashes", "SPC0303", "- ".repeat(MEGABYTE / 2));
    add("braces", "SPC0303", "{a: ".repeat(MEGABYTE / 4));
    add("question-marks", "SPC0303", "? ".repeat(MEGABYTE / 2));
    add("one-word", "SPC0101", "x".repeat(MEGABYTE));
    add("one-quote", "SPC0003", "\"" + "x".repeat(MEGABYTE));
    add("escapes", "SPC0101", "\"" + "\\u00e9".repeat(MEGABYTE / 6) + "\"");
    add("block-scalar", "SPC0103", HEAD + "description: |\n" + "  x\n".repeat(MEGABYTE / 4));
    add("folded-scalar", "SPC0103", HEAD + "description: >\n" + "  x\n\n".repeat(MEGABYTE / 5));
    add("multi-line-plain", "SPC0103", HEAD + "description:\n" + "  x\n".repeat(MEGABYTE / 4));
    add("one-line", "ok", HEAD + "description: " + "x".repeat(MEGABYTE) + "\nnet: [relu]\n");
    add("line-breaks", "SPC0004", "\n".repeat(MEGABYTE));
    add("carriage-returns", "SPC0003", "\r".repeat(MEGABYTE) + "a: [");
    add("tabs", "SPC0003", "\t".repeat(MEGABYTE));
    add("tab-lines", "SPC0003", HEAD + "net:\n" + "\t- relu\n".repeat(MEGABYTE / 8));
    add("spaces", "SPC0004", " ".repeat(MEGABYTE));
    add("comments", "SPC0004", "#\n".repeat(MEGABYTE / 2));
    add("wide-characters", "SPC0102", "a: \"" + "\ud83d\ude00".repeat(MEGABYTE / 4) + "\"");
    add("wide-syntax", "SPC0003", "a: [" + "\ud83d\ude00, ".repeat(MEGABYTE / 6));
    add("combining", "SPC0003", "a" + "\u0301".repeat(MEGABYTE / 2) + ": 1");
    add("other-line-breaks", "SPC0102", "a: \"" + "\u2028".repeat(MEGABYTE / 3) + "\"");
    add("documents", "SPC0003", "---\n".repeat(MEGABYTE / 4));
    add("directives", "SPC0003", "%YAML 1.2\n".repeat(MEGABYTE / 10));
    add("tags", "SPC0003", "!!a ".repeat(MEGABYTE / 4));
    add("deepest", "ok", HEAD + "net: " + "[{sequence: ".repeat(99) + "[relu]" + "}]".repeat(99));
    add("anchors", "ok", HEAD + "net: [" + list(50_000, i -> "&a" + i + " relu") + "]");
    add(
        "anchor-chain",
        "SPC0003",
        list(30_000, i -> "a%d: &a%d [*a%d]\n".formatted(i + 1, i + 1, i)));
    add(
        "aliases",
        "SPC0102",
        "a: &a " + HEAD.length() + "\nb: [" + "*a,".repeat(MEGABYTE / 3) + "]");
    add(
        "aliased-steps",
        "SPC0302",
        HEAD
            + "net:\n- sequence: &a ["
            + "relu,".repeat(1000)
            + "]\n"
            + "- sequence: *a\n".repeat(1900));
    add(
        "aliased-mistakes",
        "SPC0302",
        HEAD
            + "net:\n- sequence: &a ["
            + "rellu,".repeat(1000)
            + "]\n"
            + "- sequence: *a\n".repeat(1900));
    add(
        "aliased-numbers",
        "SPC0302",
        HEAD
            + "net:\n- sequence: &a ["
            + "1,".repeat(1000)
            + "]\n"
            + "- sequence: *a\n".repeat(1900));
    add("duplicate-keys", "SPC0302", "a: 1\n".repeat(MEGABYTE / 5));
    add(
        "duplicates-of-many",
        "SPC0005",
        list(50_000, i -> "k" + i + ": 1\n") + list(50_000, i -> "k" + (49_999 - i) + ": 1\n"));
    add("keys-of-a-kilobyte", "SPC0003", list(1000, i -> i + "k".repeat(1040) + ": 1\n"));
  }

  private void violations() {
    add("ones", "SPC0101", HEAD + "net: [" + "1, ".repeat(MEGABYTE / 3) + "]");
    add("empty-lists", "SPC0101", HEAD + "net: [" + "[],".repeat(MEGABYTE / 3) + "]");
    add("empty-maps", "SPC0106", HEAD + "net: [" + "{},".repeat(MEGABYTE / 3) + "]");
    add("nulls", "SPC0101", HEAD + "net: [" + "~, ".repeat(MEGABYTE / 3) + "]");
    add("ones-below", "SPC0101", HEAD + "net:\n" + "- 1\n".repeat(MEGABYTE / 4));
    add("empty-options", "SPC0103", HEAD + "net: [" + "{conv: },".repeat(MEGABYTE / 9) + "]");
    add("bad-options", "SPC0102", HEAD + "net: [" + "{conv: {a: 1}},".repeat(MEGABYTE / 15) + "]");
    add(
        "bad-values",
        "SPC0103",
        HEAD + "net: [" + "{conv: {out: []}},".repeat(MEGABYTE / 18) + "]");
    add(
        "many-options",
        "SPC0102",
        HEAD + "net: [conv: {" + list(90_000, i -> "o" + i + ": 1") + "}]");
    add("two-ops", "SPC0106", HEAD + "net:\n" + "- conv: 1\n  relu: 1\n".repeat(MEGABYTE / 20));
    add("many-ops", "SPC0106", HEAD + "net:\n- " + list(80_000, i -> "Op" + i + ": 1\n  "));
    add("root-keys", "SPC0102", HEAD + list(90_000, i -> "k" + i + ": 1\n"));
    add("typos", "SPC0105", HEAD + "net:\n" + "  - rellu\n".repeat(MEGABYTE / 10));
    add("typos-in-one-line", "SPC0105", HEAD + "net: [" + "rellu,".repeat(MEGABYTE / 6) + "]");
    add(
        "typos-of-blocks",
        "SPC0107",
        HEAD + blocks(20_000, "Block") + "net: [" + list(20_000, i -> "Blokc" + i) + "]");
    add(
        "cut",
        "SPC0120",
        HEAD + "net: [" + "{conv: {out: max(1, 2)}},".repeat(MEGABYTE / 25) + "]");
    add("root-numbers", "SPC0102", "1: 1\n" + list(90_000, i -> i + ": 1\n"));
    add("inputs", "SPC0104", "specc: 1\ninput: [" + "1, ".repeat(MEGABYTE / 3) + "]\nnet: [relu]");
    add(
        "expectation",
        "SPC0104",
        HEAD + "net:\n- relu:\n  expect: [" + "1, ".repeat(MEGABYTE / 3) + "]");
    add("outputs", "SPC0109", HEAD + "net: [relu]\noutputs: [" + "a, ".repeat(MEGABYTE / 3) + "]");
    add("heads", "SPC0101", HEAD + "net: [relu]\naux: [" + "1, ".repeat(MEGABYTE / 3) + "]");
    add("imports-of-numbers", "SPC0101", HEAD + "import: [" + "1, ".repeat(MEGABYTE / 3) + "]");
    add("params-list", "SPC0103", HEAD + "params: [" + "1, ".repeat(MEGABYTE / 3) + "]");
    add(
        "block-without-body",
        "SPC0101",
        HEAD + "blocks:\n" + list(60_000, i -> " B" + i + ": 1\n"));
  }

  private void names() {
    add("label", "SPC0303", HEAD + "net:\n  - relu:\n    as: " + "a".repeat(MEGABYTE) + "\n");
    add("op-name", "SPC0105", HEAD + "net: [" + "a".repeat(MEGABYTE) + "]");
    add("key-name", "SPC0003", HEAD + "net: [relu]\n\"" + "a".repeat(MEGABYTE) + "\": 1");
    add(
        "block-name",
        "SPC0003",
        HEAD + "blocks: {\"B" + "a".repeat(MEGABYTE) + "\": {body: [relu]}}");
    add(
        "param-name",
        "SPC0003",
        HEAD + "net: [relu]\nparams: {\"" + "a".repeat(MEGABYTE) + "\": 1}");
    add(
        "variant-name",
        "SPC0003",
        HEAD + "net: [relu]\nvariants: {\"" + "a".repeat(MEGABYTE) + "\": {}}");
    add("name", "ok", "specc: 1\ninput: [3]\nname: " + "a".repeat(MEGABYTE) + "\nnet: [relu]");
    add(
        "import-name",
        "SPC0119",
        HEAD + "net: [relu]\nimport: [\"" + "a/".repeat(MEGABYTE / 2) + "\"]");
    add("unknown-label", "SPC0303", HEAD + "net:\n- relu:\n  from: " + "a".repeat(MEGABYTE));
    add(
        "share",
        "SPC0303",
        HEAD + "net:\n- conv: {out: 1, kernel: 1}\n  share: " + "a".repeat(MEGABYTE));
    add(
        "word-option",
        "SPC0102",
        HEAD + "net:\n- pad: {padding: 1, mode: " + "a".repeat(MEGABYTE) + "}");
    add("params", "ok", HEAD + "net: [relu]\nparams:\n" + list(60_000, i -> " p" + i + ": 1\n"));
    add(
        "param-chain",
        "ok",
        HEAD
            + "net: [relu]\nparams:\n p0: 1\n"
            + list(40_000, i -> " p%d: p%d + 1\n".formatted(i + 1, i)));
    add(
        "param-chain-back",
        "SPC0108",
        HEAD + "net: [relu]\nparams:\n" + list(40_000, i -> " p%d: p%d + 1\n".formatted(i, i + 1)));
    add(
        "unknown-params",
        "SPC0108",
        HEAD + "net: [relu]\nparams:\n" + list(40_000, i -> " p%d: q%d\n".formatted(i, i)));
    add("labels", "ok", HEAD + "net:\n" + list(40_000, i -> "- relu:\n  as: l" + i + "\n"));
    add(
        "labels-unknown",
        "SPC0109",
        HEAD
            + "net:\n"
            + list(20_000, i -> "- relu:\n  as: l" + i + "\n")
            + list(20_000, i -> "- relu:\n  from: m" + i + "\n"));
    add("labels-twice", "SPC0110", HEAD + "net:\n" + "- relu:\n  as: l\n".repeat(MEGABYTE / 16));
    add(
        "label-of-numbers",
        "SPC0303",
        HEAD
            + "net:\n- repeat:\n  - relu:\n    as: \""
            + "{i}".repeat(MEGABYTE / 3)
            + "\"\n  times: 1000");
    add("label-open", "SPC0104", HEAD + "net:\n- relu:\n  as: \"" + "{".repeat(MEGABYTE) + "\"");
    add(
        "long-labels",
        "SPC0303",
        HEAD
            + "net:\n- sequence: ["
            + "relu,".repeat(100_000)
            + "]\n  as: "
            + "a".repeat(MEGABYTE / 2));
    add(
        "long-labels-below",
        "SPC0303",
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
    add("imports", "SPC0119", HEAD + "net: [relu]\nimport: [" + list(80_000, i -> "a" + i) + "]");
    add(
        "imports-standard",
        "SPC0303",
        HEAD + "net: [relu]\nimport: [" + "std/inception,".repeat(70_000) + "]");
    add(
        "imports-climb",
        "SPC0119",
        HEAD + "net: [relu]\nimport: [" + "../a,".repeat(200_000) + "]");
    add(
        "variants-unknown",
        "SPC0115",
        HEAD + "net: [relu]\nvariants:\n" + list(40_000, i -> " v" + i + ": {a: 1}\n"));
    add("unused-blocks", "ok", HEAD + blocks(30_000, "Block") + "net: [relu]");
    add(
        "fields",
        "SPC0301",
        HEAD
            + "net:\n- repeat: [conv: {out: s.z, kernel: 1}]\n  over: [{"
            + list(70_000, i -> "a" + i + ": 1")
            + "}]\n  for: s\n");
    add(
        "arguments",
        "SPC0115",
        HEAD
            + "blocks: {B: {body: [relu]}}\nnet: [B: {"
            + list(80_000, i -> "a" + i + ": 1")
            + "}]");
    add(
        "block-params",
        "SPC0116",
        HEAD
            + "blocks: {B: {params: {"
            + list(80_000, i -> "a" + i)
            + "}, body: [relu]}}\nnet: [B]");
    add("uses-unknown", "SPC0108", HEAD + "net:\n" + "- use: blokc\n".repeat(80_000));
    add(
        "names-unknown",
        "SPC0108",
        HEAD
            + "params: {"
            + list(20_000, i -> "p" + i + ": 1")
            + "}\nnet:\n"
            + "- conv: {out: q, kernel: 1}\n".repeat(25_000));
    add("foreign", "SPC0105", HEAD + "net:\n" + "- nn.Conv2d: {out: 1}\n".repeat(45_000));
    add(
        "colliding-params",
        "ok",
        HEAD + "net: [relu]\nparams:\n" + list(32_768, i -> " a" + colliding(i) + ": 1\n"));
    add(
        "colliding-labels",
        "ok",
        HEAD + "net:\n" + list(16_384, i -> "- relu:\n  as: " + colliding(i) + "\n"));
    add(
        "colliding-blocks",
        "ok",
        HEAD
            + "net: [relu]\nblocks:\n"
            + list(16_384, i -> " B" + colliding(i) + ": {body: [relu]}\n"));
    add(
        "imports-and-lookups",
        "SPC0302",
        HEAD
            + "import: ["
            + "std/inception,".repeat(999)
            + "]\nnet:\n"
            + "- repeat:\n  - relu:\n    when: same == same\n  times: 400000\n");
    add("open-parentheses", "SPC0105", HEAD + "net: [" + "(, ".repeat(MEGABYTE / 3) + "]");
    add(
        "open-parentheses-in-map",
        "SPC0120",
        HEAD + "net: [conv: {out: (, " + list(80_000, i -> "(" + i) + "}]");
    add("sizes", "SPC0206", HEAD + "net:\n" + "- conv: {out: 3, kernel: 9}\n".repeat(30_000));
    add(
        "shortcuts",
        "SPC0205",
        HEAD
            + "net:\n"
            + "- residual: [conv: {out: 4, kernel: 1}, conv: {out: 5, kernel: 1}]\n"
                .repeat(15_000));
    add(
        "residual-once",
        "SPC0205",
        HEAD + "net:\n- residual: [" + "{conv: {out: 4, kernel: 1}},".repeat(35_000) + "]\n");
  }

  private void expressions() {
    add("sum", "SPC0301", HEAD + expression("1+".repeat(MEGABYTE / 2) + "1"));
    add("minus", "SPC0301", HEAD + expression("-".repeat(MEGABYTE) + "1"));
    add("not", "SPC0301", HEAD + expression("not ".repeat(MEGABYTE / 4) + "1"));
    add("parentheses", "SPC0301", HEAD + expression("(".repeat(MEGABYTE)));
    add("digits", "SPC0301", HEAD + expression("9".repeat(MEGABYTE)));
    add("fraction", "SPC0301", HEAD + expression("0." + "9".repeat(MEGABYTE)));
    add("exponent", "SPC0301", HEAD + expression("1e" + "9".repeat(MEGABYTE)));
    add(
        "plain-digits",
        "SPC0301",
        HEAD + "net: [conv: {out: " + "9".repeat(MEGABYTE) + ", kernel: 1}]");
    add("powers", "SPC0301", HEAD + expression("2**".repeat(MEGABYTE / 3) + "2"));
    add("indices", "SPC0301", HEAD + expression("a" + "[0]".repeat(MEGABYTE / 3)));
    add("attributes", "SPC0301", HEAD + expression("a" + ".b".repeat(MEGABYTE / 2)));
    add("comparisons", "SPC0301", HEAD + expression("1" + "<2".repeat(MEGABYTE / 2)));
    add("commas", "SPC0301", HEAD + expression("max(" + "1, ".repeat(MEGABYTE / 3) + ")"));
    add("text", "SPC0301", HEAD + expression("'" + "a".repeat(MEGABYTE) + "'"));
    add("name-expression", "SPC0301", HEAD + expression("a".repeat(MEGABYTE)));
    add("function", "SPC0301", HEAD + expression("a".repeat(MEGABYTE) + "()"));
    add(
        "many-expressions",
        "SPC0111",
        HEAD + "net:\n" + "- conv: {out: 1+, kernel: 1}\n".repeat(35_000));
    add(
        "repeated-list",
        "SPC0302",
        HEAD
            + "net:\n- repeat:\n  - relu:\n    when: \"len(["
            + "1, ".repeat(MEGABYTE / 3)
            + "]) > 0\"\n  times: 1000000");
    add(
        "repeated-sums",
        "SPC0301",
        HEAD
            + "params: {p: \"["
            + "1, ".repeat(MEGABYTE / 3)
            + "]\"}\nnet:\n- repeat:\n  - relu:\n    when: sum(p) < 0\n  times: 1000000");
    add(
        "doubled-lists",
        "SPC0301",
        HEAD
            + "params:\n  p0: \"[1, 1]\"\n"
            + list(60, i -> "  p%d: \"[p%d, p%d]\"\n".formatted(i + 1, i, i))
            + "net:\n- relu:\n  when: p60 == p60\n- relu:\n  when: p60 == [p59, p59]\n"
            + "- relu:\n  as: \"{p60}\"\n");
    add(
        "doubled-twins",
        "SPC0301",
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
        "SPC0301",
        HEAD
            + "params:\n  p0: \"[1, 1]\"\n"
            + list(40, i -> "  p%d: \"[p%d, p%d]\"\n".formatted(i + 1, i, i))
            + "net:\n- relu:\n  as: \"{p40}\"\n");
    add(
        "doubled-text",
        "SPC0301",
        HEAD
            + "params:\n  p0: \"'aa'\"\n"
            + list(60, i -> "  p%d: p%d + p%d\n".formatted(i + 1, i, i))
            + "net: [relu]\n");
    add(
        "over-lists",
        "SPC0301",
        HEAD + "net:\n- repeat: [relu]\n  over: [" + "1, ".repeat(MEGABYTE / 3) + "]\n  for: s");
    add(
        "over-maps",
        "SPC0302",
        HEAD
            + "net:\n- repeat: [relu]\n  over: ["
            + "{a: 1},".repeat(MEGABYTE / 7)
            + "]\n  for: s");
    add(
        "deep-scopes",
        "ok",
        HEAD
            + "params: {p: 1}\nnet:\n"
            + lines(90, i -> "  ".repeat(i) + "- repeat:\n")
            + "  ".repeat(90)
            + "- repeat: [{relu: , when: p > 1 and p > 2}]\n"
            + "  ".repeat(90)
            + "  times: 200000\n"
            + lines(90, i -> "  ".repeat(89 - i) + "  times: 1\n"));
    add(
        "slices",
        "SPC0301",
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
    add(
        "left-out",
        "SPC0302",
        HEAD + "net:\n  - repeat: [{relu: , when: false}]\n    times: 1000000\n");
    add(
        "nested-repeats",
        "SPC0302",
        HEAD
            + "net:\n  - repeat: [repeat: [], times: 1000000]\n    times: 1000000\n"
                .replace("[repeat: [], times: 1000000]", "[{repeat: [], times: 1000000}]"));
    add(
        "variants",
        "SPC0302",
        HEAD
            + "net:\n"
            + "- relu\n".repeat(60_000)
            + "variants:\n"
            + list(40_000, i -> " v" + i + ": {}\n"));
    add(
        "variants-of-repeats",
        "SPC0302",
        HEAD
            + "net:\n- repeat: [relu]\n  times: 300000\nvariants:\n"
            + list(1000, i -> " v" + i + ": {}\n"));
    add(
        "variants-few",
        "ok",
        HEAD + "net: [relu]\nvariants:\n" + list(60_000, i -> " v" + i + ": {}\n"));
    add(
        "call-tree",
        "SPC0302",
        HEAD
            + "blocks:\n  B0: {body: [relu]}\n"
            + list(60, i -> "  B%d: {body: [B%d, B%d]}\n".formatted(i + 1, i, i))
            + "net: [B60]\n");
    add(
        "call-chain",
        "SPC0303",
        HEAD
            + "blocks:\n  B0: {body: [relu]}\n"
            + list(20_000, i -> "  B%d: {body: [B%d]}\n".formatted(i + 1, i))
            + "net: [B20000]\n");
    add(
        "calls",
        "SPC0302",
        HEAD + "blocks: {B: {body: [relu]}}\nnet: [" + "B, ".repeat(MEGABYTE / 3) + "]");
    add(
        "calls-with-lists",
        "SPC0302",
        HEAD
            + "params: {p: \"["
            + "1,".repeat(4_900)
            + "]\"}\nblocks: {B: {params: {w}, body: [relu]}}\n"
            + "net:\n- repeat: [B: {w: p}]\n  times: 300000\n");
    add("recursion", "SPC0117", HEAD + "blocks: {B: {body: [B, B]}}\nnet: [B]");
    add(
        "calls-of-many-params",
        "SPC0302",
        HEAD
            + "blocks: {B: {params: {"
            + list(10_000, i -> "a" + i + ": 1")
            + "}, body: [relu]}}\nnet:\n- repeat: [B]\n  times: 300000");
  }

  private void graphs() {
    add(
        "branches",
        "ok",
        HEAD + "net: [branches: {" + list(50_000, i -> "b" + i + ": [relu]") + "}]");
    add(
        "branches-twice",
        "SPC0110",
        HEAD + "net:\n" + "- branches: {a: [relu], b: []}\n  join: add\n".repeat(25_000));
    add("concat", "ok", HEAD + "net:\n- concat: [" + "input,".repeat(MEGABYTE / 6) + "]");
    add(
        "from",
        "SPC0101",
        HEAD + "net:\n- concat:\n  from: [" + "input,".repeat(MEGABYTE / 6) + "]");
    add(
        "concats",
        "ok",
        HEAD + "net:\n" + ("- concat: [" + "input,".repeat(400) + "]\n").repeat(400));
    add(
        "heads-many",
        "ok",
        HEAD
            + "net:\n- relu:\n  as: a\naux:\n"
            + list(20_000, i -> "- {as: h" + i + ", from: a, body: [relu]}\n"));
    add(
        "inputs-many",
        "ok",
        "specc: 1\ninputs: {" + list(60_000, i -> "i" + i + ": [1]") + "}\nnet: [relu]");
    add(
        "outputs-many",
        "ok",
        HEAD + "net:\n- relu:\n  as: a\noutputs: {" + list(60_000, i -> "o" + i + ": a") + "}");
    add(
        "all-alive",
        "ok",
        HEAD
            + "net:\n"
            + list(25_000, i -> "- relu:\n  as: l" + i + "\n")
            + "- add: ["
            + list(25_000, i -> "l" + i)
            + "]");
    add(
        "long-skips",
        "ok",
        HEAD
            + "net:\n"
            + list(15_000, i -> "- relu:\n  as: l" + i + "\n")
            + list(15_000, i -> "- add: [input, l" + i + "]\n"));
    add(
        "shared",
        "ok",
        HEAD + "net:\n" + "- conv: {out: 3, kernel: 1}\n  share: a\n".repeat(25_000));
    add(
        "nested-dense",
        "SPC0302",
        HEAD
            + "net:\n- dense: [dense: [conv: {out: 1, kernel: 1}], layers: 1000]\n  layers: 1000"
                .replace(
                    "[dense: [conv: {out: 1, kernel: 1}], layers: 1000]",
                    "[{dense: [conv: {out: 1, kernel: 1}], layers: 1000}]"));
    add(
        "biases",
        "ok",
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

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
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
