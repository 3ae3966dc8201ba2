package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;

/** Checks which keys of a combinator need or exclude each other. */
final class CombinatorRules {
  private final Findings findings;

  CombinatorRules(Findings findings) {
    this.findings = findings;
  }

  void check(Mapping step, Entry op, List<Entry> entries) {
    switch (op.name()) {
      case "dense" -> {
        if (find(entries, "layers").isEmpty()) {
          findings.add(needs(op, "`layers`, how many times its steps run"), step);
        }
      }
      case "repeat" -> checkRepeat(step, op, entries);
      default -> {}
    }
  }

  private void checkRepeat(Mapping step, Entry op, List<Entry> entries) {
    Optional<Entry> times = find(entries, "times");
    Optional<Entry> over = find(entries, "over");
    Optional<Entry> item = find(entries, "for");
    if (times.isPresent() && over.isPresent()) {
      Entry second =
          entries.indexOf(times.get()) > entries.indexOf(over.get()) ? times.get() : over.get();
      String message = "repeat takes `times` or `over`, and here are both";
      findings.add(Diagnostic.of(Code.MISPLACED_MODIFIER, second.key().span(), message), step);
    } else if (times.isEmpty() && over.isEmpty()) {
      findings.add(needs(op, "`times`, a number, or `over`, a list"), step);
    } else if (item.isPresent() && over.isEmpty()) {
      String message = "`for` names the items of `over`, and here is none";
      findings.add(
          Diagnostic.of(Code.MISPLACED_MODIFIER, item.get().key().span(), message)
              .help("the counter of `times` is named by `index`"),
          step);
    }
  }

  private static Diagnostic needs(Entry op, String what) {
    String message = op.name() + " needs " + what;
    return Diagnostic.of(Code.MISSING_KEY, op.key().span(), message);
  }

  private static Optional<Entry> find(List<Entry> entries, String key) {
    return entries.stream().filter(e -> e.name().equals(key)).findFirst();
  }
}
