package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds expressions that YAML cut at a comma. In {@code {out: max(8, in // 16)}} YAML ends the
 * value at the comma and reads {@code in // 16)} as another key; in a list it reads another item.
 */
final class CutExpressions {
  /** What Python writes where specc has a list: {@code (3, 3)}. */
  private static final Pattern TUPLE = Pattern.compile("\\(([^()\"']+)\\)");

  /** No expression has so many commas; without a limit, open parentheses would be counted anew. */
  private static final int MAX_PIECES = 100;

  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<Scalar> cutOffKeys = Validation.identitySet();
  private final Set<YamlNode> damaged = Validation.identitySet();

  private CutExpressions() {}

  static CutExpressions find(YamlNode root) {
    CutExpressions cuts = new CutExpressions();
    Set<YamlNode> seen = Validation.identitySet();
    Deque<YamlNode> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      YamlNode node = open.pop();
      if (node instanceof Scalar || !seen.add(node)) {
        continue;
      }
      switch (node) {
        case YamlNode.Mapping mapping -> {
          cuts.inMapping(mapping);
          mapping.entries().forEach(e -> open.push(e.value()));
        }
        case YamlNode.Sequence sequence -> {
          cuts.inSequence(sequence);
          sequence.items().forEach(open::push);
        }
        case Scalar scalar -> throw new IllegalStateException("a scalar: " + scalar);
      }
    }
    return cuts;
  }

  static CutExpressions none() {
    return new CutExpressions();
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Whether an entry is no entry at all but the rest of an expression. */
  boolean isCutOff(Entry entry) {
    return cutOffKeys.contains(entry.key());
  }

  /** The nodes whose value is not what was meant. */
  Set<YamlNode> damaged() {
    return damaged;
  }

  private void inMapping(YamlNode.Mapping mapping) {
    List<Entry> entries = mapping.entries();
    for (int i = 0; isFlow(mapping) && i < entries.size(); i++) {
      Entry first = entries.get(i);
      int end = i + 1;
      int depth = openParentheses(first.value());
      int last = Math.min(entries.size(), i + MAX_PIECES);
      while (depth > 0 && end < last && isBareKey(entries.get(end))) {
        depth += parentheses(entries.get(end).key());
        end++;
      }
      if (end > i + 1) {
        List<Entry> rest = entries.subList(i + 1, end);
        rest.forEach(e -> cutOffKeys.add(e.key()));
        rest.forEach(e -> damaged.add(e.key()));
        rest.forEach(e -> damaged.add(e.value()));
        damaged.add(first.value());
        Span whole = first.value().span().to(rest.getLast().key().span());
        report(whole, first.key().span().to(whole), "`" + first.name() + ": ");
        i = end - 1;
      }
    }
  }

  private void inSequence(YamlNode.Sequence sequence) {
    List<YamlNode> items = sequence.items();
    for (int i = 0; isFlow(sequence) && i < items.size(); i++) {
      int end = i + 1;
      int depth = openParentheses(items.get(i));
      int last = Math.min(items.size(), i + MAX_PIECES);
      while (depth > 0 && end < last && items.get(end) instanceof Scalar next) {
        depth += parentheses(next);
        end++;
      }
      if (end > i + 1 && depth == 0) {
        damaged.add(sequence);
        damaged.addAll(items);
        Span whole = items.get(i).span().to(items.get(end - 1).span());
        report(whole, whole, "`");
        i = end - 1;
      }
    }
  }

  private void report(Span whole, Span written, String lead) {
    if (diagnostics.size() >= Diagnostics.LIMIT) {
      return;
    }
    String expression = whole.text().replaceAll("\\s+", " ");
    Matcher tuple = TUPLE.matcher(expression);
    String meant = tuple.matches() ? "[" + tuple.group(1) + "]" : quoted(expression);
    String what = tuple.matches() ? "write a list in brackets: " : "put the expression in quotes: ";
    String title = what + lead + meant + "`";
    diagnostics.add(
        Diagnostic.of(Code.CUT_EXPRESSION, whole, "YAML ends the value at the comma, inside `( )`")
            .help(title)
            .proposing(List.of(new Proposal(title, new Edit(whole, meant)))));
  }

  private static String quoted(String expression) {
    String quote = expression.contains("\"") ? "'" : "\"";
    return quote + expression + quote;
  }

  private static boolean isFlow(YamlNode node) {
    Span span = node.span();
    char first = span.end() > span.start() ? span.file().text().charAt(span.start()) : ' ';
    return first == '{' || first == '[';
  }

  private static boolean isBareKey(Entry entry) {
    return entry.value() instanceof Scalar value && value.is(Kind.NULL) && value.text().isEmpty();
  }

  /** How many parentheses a plain text leaves open; 0 for anything else. */
  private static int openParentheses(YamlNode node) {
    return node instanceof Scalar scalar && scalar.is(Kind.STRING) ? parentheses(scalar) : 0;
  }

  private static int parentheses(Scalar scalar) {
    boolean plain = scalar.verbatim() && scalar.textStart() == scalar.span().start();
    if (!plain) {
      return 0;
    }
    int depth = 0;
    for (int i = 0; i < scalar.text().length(); i++) {
      char c = scalar.text().charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return depth;
  }
}
