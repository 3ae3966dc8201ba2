package dev.specc.repair;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Fix;
import dev.specc.diagnostic.Proposal;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tries the proposals of each error on a copy of the text and keeps the first that mends it. A fix
 * that is shown has been compiled: with it the whole spec passes, or, where there are other errors,
 * this one is gone and none has come.
 */
public final class Repair {
  /** Compilations for one spec; past that, errors are shown without a fix. */
  private static final int MAX_TRIES = 200;

  private static final int MAX_TRIES_EACH = 60;

  /** What help says in backquotes of one word: {@code did you mean `conv`?} */
  private static final Pattern WORD =
      Pattern.compile("(?:did you mean|it is called|write)[^`]*`([^`\\n]+)`.*");

  private final Sources sources;
  private final Compiler.Request request;
  private int tries;

  private Repair(Sources sources, Compiler.Request request) {
    this.sources = sources;
    this.request = request;
  }

  /** The diagnostics of a result, with a fix at those for which one was found. */
  public static List<Diagnostic> of(Sources sources, Compiler.Result result) {
    return result.hasErrors()
        ? new Repair(sources, result.request()).repaired(result.diagnostics())
        : result.diagnostics();
  }

  private List<Diagnostic> repaired(List<Diagnostic> diagnostics) {
    List<Diagnostic> repaired = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      repaired.add(
          diagnostic.isError()
              ? fix(diagnostic, diagnostics).map(diagnostic::fix).orElse(diagnostic)
              : diagnostic);
    }
    return repaired;
  }

  private Optional<Fix> fix(Diagnostic diagnostic, List<Diagnostic> before) {
    List<Diagnostic> others = before.stream().filter(d -> d.isError() && d != diagnostic).toList();
    int tried = 0;
    for (Proposal proposal : proposals(diagnostic)) {
      if (tries >= MAX_TRIES || tried >= MAX_TRIES_EACH) {
        return Optional.empty();
      }
      tries++;
      tried++;
      Set<String> left = errorsWith(proposal.edit());
      if (left.isEmpty()) {
        return Optional.of(new Fix(proposal.title(), proposal.edit(), true));
      }
      if (kinds(others).containsAll(left) && left.size() <= others.size()) {
        return Optional.of(new Fix(proposal.title(), proposal.edit(), false));
      }
    }
    return Optional.empty();
  }

  /** The compiler's own proposals, then the words that the help suggests. */
  private static Set<Proposal> proposals(Diagnostic diagnostic) {
    Set<Proposal> proposals = new LinkedHashSet<>(diagnostic.proposals());
    Matcher word = WORD.matcher(diagnostic.help().orElse(""));
    boolean oneLine = diagnostic.span().line() == diagnostic.span().endLine();
    if (word.matches() && oneLine && diagnostic.span().end() > diagnostic.span().start()) {
      String meant = word.group(1);
      proposals.add(new Proposal("write `" + meant + "`", new Edit(diagnostic.span(), meant)));
    }
    return proposals;
  }

  /** The errors that are left after an edit, without their places, which it moves. */
  private Set<String> errorsWith(Edit edit) {
    Sources edited = new EditedSources(sources, edit);
    return kinds(new Compiler(edited).compile(request).diagnostics());
  }

  private static Set<String> kinds(List<Diagnostic> diagnostics) {
    Map<String, Integer> seen = new HashMap<>();
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(d -> d.code().id() + " " + d.message() + " " + d.span().text())
        .map(kind -> kind + " " + seen.merge(kind, 1, Integer::sum))
        .collect(Collectors.toSet());
  }

  /** The sources with one file edited. */
  private record EditedSources(Sources sources, Edit edit) implements Sources {
    @Override
    public Loaded load(String name) {
      return edited(sources.load(name));
    }

    @Override
    public Loaded loadImport(String importer, String target) {
      return edited(sources.loadImport(importer, target));
    }

    private Loaded edited(Loaded loaded) {
      String name = edit.span().file().name();
      return loaded instanceof Loaded.Text text && text.file().name().equals(name)
          ? new Loaded.Text(new SourceFile(name, edit.apply()))
          : loaded;
    }
  }
}
