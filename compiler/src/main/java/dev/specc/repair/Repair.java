package dev.specc.repair;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Fix;
import dev.specc.diagnostic.Fix.Effect;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Proposal;
import dev.specc.read.Sources;
import dev.specc.source.Span;
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
import java.util.stream.Stream;

/**
 * Tries the proposals of each error on a copy of the text and keeps the first that mends it. A fix
 * that is shown has been compiled: with it the whole spec passes, or, where there are other errors,
 * this one is gone and none has come.
 */
public final class Repair {
  /** Compilations for one spec; past that, errors are shown without a fix. */
  private static final int MAX_TRIES = 200;

  private static final int MAX_TRIES_EACH = 60;

  /**
   * The likeliest edits of the first errors are tried however late it is, unless they are large.
   */
  private static final int MIN_TRIES = 20;

  /** Once an edit mends an error, so many more are tried for one that mends the whole spec. */
  private static final int MORE_TRIES = 10;

  /** Only a spec of many thousand layers or mistakes takes so long that this ends the search. */
  private static final long MAX_NANOS = 500_000_000;

  /** Letters of the text and steps it expands to: of more, not even one compilation is tried. */
  private static final long MAX_SIZE = 200_000;

  /** What help says in backquotes of one word: {@code did you mean `conv`?} */
  private static final Pattern WORD =
      Pattern.compile("(?:did you mean|it is called|write)[^`]*`([^`\\n]+)`.*");

  private final Sources sources;
  private final Compiler.Request request;
  private final long start = System.nanoTime();
  private int tries;

  /** That the tries expanded to, together. */
  private long steps;

  private Repair(Sources sources, Compiler.Request request) {
    this.sources = sources;
    this.request = request;
  }

  /** The diagnostics of a result, with a fix at those for which one was found. */
  public static List<Diagnostic> of(Sources sources, Compiler.Result result) {
    boolean few = result.diagnostics().size() < Diagnostics.LIMIT;
    return result.hasErrors() && few && size(result) <= MAX_SIZE
        ? new Repair(sources, result.request()).repaired(result.diagnostics())
        : result.diagnostics();
  }

  private static long size(Compiler.Result result) {
    return result.steps()
        + result.diagnostics().stream()
            .mapToLong(d -> d.span().file().text().length())
            .max()
            .orElse(0);
  }

  private List<Diagnostic> repaired(List<Diagnostic> diagnostics) {
    List<Diagnostic> repaired = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      Optional<Fix> fix =
          diagnostic.isError() ? fix(diagnostic, diagnostics) : Optional.<Fix>empty();
      Diagnostic shown = fix.map(f -> with(diagnostic, f)).orElse(diagnostic);
      if (fix.filter(Fix::passes).isPresent()) {
        return oneMistake(shown, diagnostic, diagnostics);
      }
      repaired.add(shown);
    }
    return repaired;
  }

  /** With the place of the edit, where the diagnostic does not show its line yet. */
  private static Diagnostic with(Diagnostic diagnostic, Fix fix) {
    Span place = fix.edit().span();
    boolean shown =
        Stream.concat(Stream.of(diagnostic.span()), diagnostic.related().stream().map(Label::span))
            .anyMatch(s -> s.file() == place.file() && s.line() == place.line());
    Diagnostic fixed = diagnostic.fix(fix);
    return shown ? fixed : fixed.related(place, "change it here");
  }

  /** One edit mends all errors, so they are one mistake: the others are places where it shows. */
  private static List<Diagnostic> oneMistake(
      Diagnostic shown, Diagnostic original, List<Diagnostic> all) {
    Diagnostic merged = shown;
    List<Diagnostic> left = new ArrayList<>();
    for (Diagnostic other : all) {
      if (other == original) {
        left.add(original);
      } else if (other.isError()) {
        merged = merged.related(other.span(), "for the same reason: " + other.message());
      } else {
        left.add(other);
      }
    }
    left.set(left.indexOf(original), merged);
    return left;
  }

  private Optional<Fix> fix(Diagnostic diagnostic, List<Diagnostic> before) {
    List<Diagnostic> others = before.stream().filter(d -> d.isError() && d != diagnostic).toList();
    Fix best = null;
    int tried = 0;
    int most = MAX_TRIES_EACH;
    for (Proposal proposal : proposals(diagnostic)) {
      boolean late = System.nanoTime() - start > MAX_NANOS;
      boolean enough = tried > 0 || tries >= MIN_TRIES || steps > MAX_SIZE;
      if (++tries > MAX_TRIES || ++tried > most || late && enough) {
        break;
      }
      Optional<Effect> effect = effect(diagnostic, others, proposal.edit());
      if (effect.isPresent() && (best == null || effect.get().compareTo(best.effect()) < 0)) {
        best = new Fix(proposal.title(), proposal.edit(), effect.get());
        boolean mends = best.effect() == Effect.MENDS;
        most = mends ? Math.min(most, tried + MORE_TRIES) : most;
      }
      if (best != null && best.passes()) {
        break;
      }
    }
    return Optional.ofNullable(best);
  }

  /** What an edit does; empty where this error is still there, or another came where it was. */
  private Optional<Effect> effect(Diagnostic diagnostic, List<Diagnostic> others, Edit edit) {
    Compiler.Result result = new Compiler(new EditedSources(sources, edit)).compile(request);
    steps += result.steps();
    List<Diagnostic> left = result.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (left.isEmpty()) {
      return Optional.of(Effect.PASSES);
    }
    Set<String> known = kinds(others);
    if (known.containsAll(kinds(left)) && left.size() <= others.size()) {
      return Optional.of(Effect.MENDS);
    }
    int shift = edit.replacement().length() - (edit.span().end() - edit.span().start());
    int end = Math.max(diagnostic.span().end(), edit.span().end()) + Math.max(0, shift);
    boolean later =
        left.stream()
            .filter(d -> !known.contains(kind(d) + " 1"))
            .allMatch(d -> d.span().start() > end || stage(d).compareTo(stage(diagnostic)) > 0);
    return later && left.stream().noneMatch(d -> kind(d).equals(kind(diagnostic)))
        ? Optional.of(Effect.UNCOVERS)
        : Optional.empty();
  }

  /** Whether no error is left, or fewer than before and none that was not there before. */
  static boolean improves(List<Diagnostic> before, List<Diagnostic> after) {
    return after.isEmpty()
        || after.size() < before.size() && kinds(before).containsAll(kinds(after));
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

  /** Errors without their places, which an edit moves; the n-th of a kind is told apart. */
  private static Set<String> kinds(List<Diagnostic> errors) {
    Map<String, Integer> seen = new HashMap<>();
    return errors.stream()
        .map(Repair::kind)
        .map(kind -> kind + " " + seen.merge(kind, 1, Integer::sum))
        .collect(Collectors.toSet());
  }

  /** What a code's number says of it: 00 reading, 01 names, 02 tensors. */
  private static String stage(Diagnostic error) {
    return error.code().id().substring(3, 5);
  }

  private static String kind(Diagnostic error) {
    return error.code().id() + " " + error.message() + " " + error.span().text();
  }
}
