package dev.specc.repair;

import dev.specc.Compiler;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Fix;
import dev.specc.read.Sources;
import java.util.ArrayList;
import java.util.List;

/**
 * The fixes that make a spec better, one after another on a copy of its text: with them it has no
 * error, or fewer than before and none that it had not before. A fix that brings other errors to
 * light is among them only where those that follow it mend these too.
 */
public final class FixSequence {
  private static final int MAX_FIXES = 100;

  /** So many fixes in a row may leave the spec no better than it was. */
  private static final int MAX_UNCOVERING = 5;

  private final Compiler.Request request;

  /** What is tried and rejected counts as well. */
  private int left = MAX_FIXES;

  private FixSequence(Compiler.Request request) {
    this.request = request;
  }

  /** A text, what the compiler says of it, and the fixes that led to it. */
  private record State(Sources sources, Compiler.Result result, List<Fix> fixes) {
    private List<Diagnostic> errors() {
      return result.diagnostics().stream().filter(Diagnostic::isError).toList();
    }
  }

  /**
   * The fixes of a spec's own file: imported ones are not ours to edit.
   *
   * @return in the order in which they are applied; the edit of each is one of the text that those
   *     before it leave, so that the last one gives the whole text
   */
  public static List<Fix> of(Sources sources, Compiler.Request request) {
    return new FixSequence(request).best(sources);
  }

  private List<Fix> best(Sources sources) {
    State best = compiled(sources, List.of());
    while (true) {
      State better = better(best);
      if (better == best) {
        return best.fixes();
      }
      best = better;
    }
  }

  /** What the first fix leads to that leads to something better; the state itself if none does. */
  private State better(State from) {
    for (Fix fix : fixes(from)) {
      State at = from;
      Fix next = fix;
      for (int i = 0; i < MAX_UNCOVERING && left > 0; i++) {
        at = with(at, next);
        if (Repair.improves(from.errors(), at.errors())) {
          return at;
        }
        List<Fix> further = fixes(at);
        if (further.isEmpty()) {
          break;
        }
        next = further.getFirst();
      }
    }
    return from;
  }

  private State with(State state, Fix fix) {
    left--;
    List<Fix> fixes = new ArrayList<>(state.fixes());
    fixes.add(fix);
    return compiled(new EditedSources(state.sources(), fix.edit()), List.copyOf(fixes));
  }

  private State compiled(Sources sources, List<Fix> fixes) {
    return new State(sources, new Compiler(sources).compile(request), fixes);
  }

  private List<Fix> fixes(State state) {
    return Repair.of(state.sources(), state.result()).stream()
        .flatMap(diagnostic -> diagnostic.fix().stream())
        .filter(fix -> fix.edit().span().file().name().equals(request.spec()))
        .toList();
  }
}
