package dev.specc.diagnostic;

import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing that specc has to say about a spec: what, where, why, and what to do about it. */
public final class Diagnostic {
  /** A name in a text may have a million letters. */
  private static final int MAX_LENGTH = 1_000;

  private final Code code;
  private final String message;
  private final Label primary;
  private final List<Label> related;
  private final List<String> notes;
  private final @Nullable String help;
  private final @Nullable Fix fix;
  private final List<Proposal> proposals;

  private Diagnostic(
      Code code,
      String message,
      Label primary,
      List<Label> related,
      List<String> notes,
      @Nullable String help,
      @Nullable Fix fix,
      List<Proposal> proposals) {
    this.code = code;
    this.message = shortened(message);
    this.primary = primary;
    this.related = List.copyOf(related);
    this.notes = notes.stream().map(Diagnostic::shortened).toList();
    this.help = help == null ? null : shortened(help);
    this.fix = fix;
    this.proposals = List.copyOf(proposals);
  }

  public static Diagnostic of(Code code, Span span, String message) {
    return new Diagnostic(
        code, message, new Label(span, ""), List.of(), List.of(), null, null, List.of());
  }

  /** The words beside the marker of the primary span. */
  public Diagnostic labelled(String text) {
    return new Diagnostic(
        code, message, new Label(primary.span(), text), related, notes, help, fix, proposals);
  }

  /** One more place that has to do with it. */
  public Diagnostic related(Span span, String text) {
    return related(List.of(new Label(span, text)));
  }

  public Diagnostic related(List<Label> more) {
    return new Diagnostic(
        code, message, primary, joined(related, more), notes, help, fix, proposals);
  }

  /** One more line below the excerpt, such as the block call that led here. */
  public Diagnostic note(String note) {
    return notes(List.of(note));
  }

  public Diagnostic notes(List<String> more) {
    return new Diagnostic(
        code, message, primary, related, joined(notes, more), help, fix, proposals);
  }

  /** What to do, for a person to decide. */
  public Diagnostic help(String text) {
    return new Diagnostic(code, message, primary, related, notes, text, fix, proposals);
  }

  /** What to do, tried. */
  public Diagnostic fix(Fix tried) {
    return new Diagnostic(code, message, primary, related, notes, help, tried, proposals);
  }

  /** Edits to try, the likeliest first. */
  public Diagnostic proposing(List<Proposal> more) {
    return new Diagnostic(
        code, message, primary, related, notes, help, fix, joined(proposals, more));
  }

  public List<Proposal> proposals() {
    return proposals;
  }

  public Code code() {
    return code;
  }

  public Severity severity() {
    return code.severity();
  }

  public String message() {
    return message;
  }

  public Label primary() {
    return primary;
  }

  public Span span() {
    return primary.span();
  }

  public List<Label> related() {
    return related;
  }

  public List<String> notes() {
    return notes;
  }

  public Optional<String> help() {
    return Optional.ofNullable(help);
  }

  public Optional<Fix> fix() {
    return Optional.ofNullable(fix);
  }

  public boolean isError() {
    return severity() == Severity.ERROR;
  }

  @Override
  public String toString() {
    return span() + ": " + severity().word() + "[" + code.id() + "]: " + message;
  }

  private static String shortened(String text) {
    return text.length() <= MAX_LENGTH
        ? text
        : text.substring(0, MAX_LENGTH / 2) + "…" + text.substring(text.length() - MAX_LENGTH / 2);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
