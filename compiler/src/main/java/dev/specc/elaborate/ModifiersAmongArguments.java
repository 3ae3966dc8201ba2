package dev.specc.elaborate;

import dev.specc.decode.Argument;
import dev.specc.decode.BlockDef;
import dev.specc.decode.Modifiers;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Proposal;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code Sum: {from: [a, b]}}: modifiers of a call that stand in its braces. */
final class ModifiersAmongArguments {
  private ModifiersAmongArguments() {}

  /** The arguments that are named like a modifier, and like no param of the block. */
  static List<Argument> of(BlockDef block, List<Argument> given) {
    return given.stream()
        .filter(a -> Modifiers.KEYS.contains(a.name()))
        .filter(a -> block.params().stream().noneMatch(p -> p.name().equals(a.name())))
        .toList();
  }

  static Diagnostic diagnostic(Step step, BlockDef block, List<Argument> given) {
    List<Argument> modifiers = of(block, given);
    boolean one = modifiers.size() == 1;
    String names =
        modifiers.stream().map(a -> "`" + a.name() + "`").collect(Collectors.joining(" and "));
    Diagnostic diagnostic =
        Diagnostic.of(
            Code.MISPLACED_MODIFIER,
            modifiers.getFirst().nameSpan(),
            names
                + (one ? " stands" : " stand")
                + " beside the call of "
                + block.name()
                + ", not among its arguments");
    if (step instanceof Step.UseStep) {
      return diagnostic.help("put " + (one ? "it" : "them") + " beside `use:` and `with:`");
    }
    String title =
        "put %s below `%s:`, on a line of %s own"
            .formatted(one ? "it" : "them", block.name(), one ? "its" : "their");
    return diagnostic
        .help(title)
        .proposing(
            moved(step.span(), modifiers, given).map(edit -> new Proposal(title, edit)).stream()
                .toList());
  }

  /** The call with its modifiers on lines of their own, where the step is an item of a block. */
  private static Optional<Edit> moved(Span name, List<Argument> modifiers, List<Argument> given) {
    SourceFile file = name.file();
    int column = name.column() - 1;
    String before = file.lineText(name.line()).substring(0, column);
    int close = closingBrace(given.getLast());
    if (!before.matches("\\s*(-\\s+)+") || close < 0 || file.line(close) != name.line()) {
      return Optional.empty();
    }
    List<String> kept = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < given.size(); i++) {
      int start = given.get(i).nameSpan().start();
      int end = i + 1 < given.size() ? given.get(i + 1).nameSpan().start() : close;
      String text = file.text().substring(start, end).strip().replaceFirst(",$", "");
      if (modifiers.contains(given.get(i))) {
        lines.append('\n').append(" ".repeat(column)).append(text);
      } else {
        kept.add(text);
      }
    }
    String call = kept.isEmpty() ? ":" : ": {" + String.join(", ", kept) + "}";
    return Optional.of(new Edit(file.span(name.end(), close + 1), call + lines));
  }

  /** Where the braces around the arguments close; negative where there are none. */
  private static int closingBrace(Argument last) {
    Span value = last.value().span();
    String text = value.file().text();
    int at = value.end();
    while (at < text.length() && " \"',".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() && text.charAt(at) == '}' ? at : -1;
  }
}
