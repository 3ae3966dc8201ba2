package dev.specc.diagnostic;

/** Takes what there is to say. */
@FunctionalInterface
public interface Reporter {
  void add(Diagnostic diagnostic);
}
