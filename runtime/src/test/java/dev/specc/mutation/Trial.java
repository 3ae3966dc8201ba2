package dev.specc.mutation;

import dev.specc.Compiler;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Edit;
import dev.specc.diagnostic.Fix;
import dev.specc.elaborate.Refusal;
import dev.specc.graph.Graph;
import dev.specc.read.Sources;
import dev.specc.repair.Repair;
import dev.specc.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What specc and libtorch say about a mutant.
 *
 * @param errors with their fixes
 * @param message libtorch's, where it rejects the mutant; null where it does not
 * @param refusal what it was asked about where specc found an error; null for a whole net
 * @param repaired the text of the mutated file with the fix, where that passes; null otherwise
 */
record Trial(
    Mutant mutant,
    Verdict verdict,
    List<Diagnostic> errors,
    @Nullable String message,
    @Nullable Refusal refusal,
    @Nullable String repaired,
    double millis) {
  /** What is true of a mutant. */
  enum Verdict {
    /** It breaks the text, a name, a type: there is no net for libtorch to run. */
    NO_NET,
    /** libtorch fails on it. */
    REJECTED,
    /** libtorch would run it, and it breaks a rule that docs/language.md states. */
    RULE,
    /** libtorch runs it, and no rule is broken: there is nothing to report. */
    RUNS
  }

  /** The rules that are stricter than libtorch's, and assertions. */
  private static final Set<Code> RULES =
      Set.of(
          Code.ADD_MISMATCH,
          Code.MULTIPLY_MISMATCH,
          Code.RESIDUAL_MISMATCH,
          Code.WRONG_RANK,
          Code.EXPECTATION_FAILED,
          Code.SHARE_MISMATCH,
          Code.WRONG_ARITY,
          Code.TOO_LARGE);

  static Trial of(Mutant mutant, Zoo zoo, Libtorch libtorch) {
    Sources sources = mutant.sources(zoo.sources());
    long start = System.nanoTime();
    Compiler.Result result = new Compiler(sources).compile(Compiler.Request.of(mutant.spec()));
    List<Diagnostic> diagnostics = Repair.of(sources, result);
    double millis = (System.nanoTime() - start) / 1e6;
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    return errors.isEmpty()
        ? accepted(mutant, result, libtorch, millis)
        : refused(mutant, result, errors, zoo, libtorch, millis);
  }

  private static Trial accepted(
      Mutant mutant, Compiler.Result result, Libtorch libtorch, double millis) {
    Optional<String> message = Optional.empty();
    for (Graph graph : result.graphs()) {
      message = message.or(() -> libtorch.refuses(graph));
    }
    Verdict verdict =
        message.isPresent()
            ? Verdict.REJECTED
            : mutant.kind().group() == Kind.Group.TEXT ? Verdict.NO_NET : Verdict.RUNS;
    return new Trial(mutant, verdict, List.of(), message.orElse(null), null, null, millis);
  }

  private static Trial refused(
      Mutant mutant,
      Compiler.Result result,
      List<Diagnostic> errors,
      Zoo zoo,
      Libtorch libtorch,
      double millis) {
    String message = null;
    Refusal rejected = null;
    for (Refusal refusal : result.refusals()) {
      Optional<String> answer = libtorch.refuses(refusal.op(), refusal.inputs());
      if (answer.isPresent()) {
        message = answer.get();
        rejected = refusal;
        break;
      }
    }
    Verdict verdict = message != null ? Verdict.REJECTED : verdict(errors);
    String repaired = repaired(mutant, errors, zoo).orElse(null);
    return new Trial(mutant, verdict, errors, message, rejected, repaired, millis);
  }

  private static Verdict verdict(List<Diagnostic> errors) {
    if (errors.stream().anyMatch(e -> e.code().id().matches("SPC0[01].*"))) {
      return Verdict.NO_NET;
    }
    return errors.stream().anyMatch(e -> RULES.contains(e.code())) ? Verdict.RULE : Verdict.RUNS;
  }

  /** Applies each fix by itself and compiles again, without help from the part that offers it. */
  private static Optional<String> repaired(Mutant mutant, List<Diagnostic> errors, Zoo zoo) {
    return errors.stream()
        .flatMap(error -> error.fix().stream())
        .map(Fix::edit)
        .filter(
            edit -> {
              Sources fixed = new Mutant.Overlay(zoo.sources(), texts(mutant, edit));
              return !new Compiler(fixed).compile(Compiler.Request.of(mutant.spec())).hasErrors();
            })
        .map(edit -> texts(mutant, edit).get(mutant.file()))
        .findFirst();
  }

  private static Map<String, String> texts(Mutant mutant, Edit edit) {
    Map<String, String> texts = new HashMap<>();
    texts.put(mutant.file(), mutant.change().text());
    texts.put(edit.span().file().name(), edit.apply());
    return texts;
  }

  /** libtorch's message, with the op that it is about; empty where a whole net was run. */
  Optional<LibtorchMessage> words() {
    return message == null || refusal == null
        ? Optional.empty()
        : Optional.of(new LibtorchMessage(message, refusal.op()));
  }

  boolean detected() {
    return !errors.isEmpty();
  }

  /** Whether something had to be reported. */
  boolean isMistake() {
    return verdict != Verdict.RUNS;
  }

  boolean falseAlarm() {
    return verdict == Verdict.RUNS && detected();
  }

  boolean restoresOriginal() {
    return mutant.change().file().text().equals(repaired);
  }

  /** Whether a span of a diagnostic, primary or secondary, lies on a line of the mistake. */
  boolean touched() {
    Set<Integer> lines = mutant.change().lines();
    return errors.stream()
        .flatMap(
            e ->
                Stream.concat(Stream.of(e.span()), e.related().stream().map(label -> label.span())))
        .anyMatch(span -> touches(span, lines));
  }

  private boolean touches(Span span, Set<Integer> lines) {
    return span.file().name().equals(mutant.file())
        && lines.stream().anyMatch(line -> span.line() <= line && line <= span.endLine());
  }

  /** Whether the report names a line of the mistake, in a span or in the chain of calls. */
  boolean named() {
    return touched()
        || errors.stream()
            .flatMap(e -> e.notes().stream())
            .anyMatch(
                note ->
                    mutant.change().lines().stream()
                        .anyMatch(
                            line ->
                                Pattern.compile("at line " + line + "\\b").matcher(note).find()));
  }

  /** One line that says what to look at. */
  @Override
  public String toString() {
    String edits =
        mutant.change().edits().stream()
            .map(e -> e.span() + " `" + e.span().text() + "` -> `" + e.replacement() + "`")
            .collect(Collectors.joining(", "))
            .replace("\n", "\\n");
    String said =
        errors.stream()
            .map(e -> e.code().id() + " at " + e.span() + ": " + e.message())
            .collect(Collectors.joining("; "));
    return mutant.kind() + " in " + mutant.spec() + ": " + edits + "; " + said;
  }
}
