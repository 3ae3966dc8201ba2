package dev.specc.elaborate;

import dev.specc.decode.LabelRef;
import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.source.Span;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names steps: by label or number in their level, and by key where parameters are shared. */
final class Naming {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]+");

  private final Diagnostics diagnostics;

  Naming(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The path of an op that has this name in its level; shared parameters live at their key. */
  Place placeOf(StepContext context, String name) {
    Level level = context.body().level();
    return sharedPath(context)
        .map(shared -> new Place(Level.join(level.path(), name), shared, false, true))
        .orElseGet(
            () ->
                new Place(
                    Level.join(level.path(), name),
                    Level.join(level.parameterPath(), name),
                    false,
                    context.body().shared()));
  }

  /** Where parameters live that {@code share} names. */
  Optional<String> sharedPath(StepContext context) {
    LabelRef share = context.modifiers().share();
    return share == null
        ? Optional.empty()
        : share
            .label()
            .fill(context.evaluator())
            .map(key -> Level.join(context.body().home().parameterPath(), key));
  }

  /** Gives an op or a block call its name in the level: its label, or the number of its place. */
  String name(StepContext context) {
    Level level = context.body().level();
    int number = level.takePlace();
    String name = label(context).orElse(Integer.toString(number));
    Span span = labelSpan(context);
    Optional<Span> first = level.claim(name, span);
    if (name.equals("input")) {
      diagnostics.add(namedInput(span));
    } else {
      first.ifPresent(other -> reportDuplicate(name, span, other, context));
    }
    return name;
  }

  private static Diagnostic namedInput(Span span) {
    return Diagnostic.of(
            Code.DUPLICATE_LABEL, span, "`input` already names what arrives at this block or net")
        .help("choose another label");
  }

  /** The level of a combinator: its own where it has a label, else the one around it. */
  Level levelOf(StepContext context) {
    return context.modifiers().label() == null
        ? context.body().level()
        : context.body().level().child(name(context));
  }

  private void reportDuplicate(String name, Span span, Span first, StepContext context) {
    boolean loops = first.equals(span);
    boolean number = context.modifiers().label() == null;
    if (context.step() instanceof Step.InvalidStep) {
      return; // it may be no step at all, or one that is left out
    }
    Diagnostic diagnostic =
        Diagnostic.of(
                Code.DUPLICATE_LABEL,
                span,
                number
                    ? "without a label this step is called `" + name + "`, which is taken"
                    : loops
                        ? "the label `" + name + "` is given again in the next iteration"
                        : "the label `" + name + "` is used twice in one level")
            .notes(context.origin().notes())
            .help(
                number
                    ? "give it a label, or choose another one there"
                    : loops
                        ? "put the counter into it, `" + name + "{i}`, or give the loop a label"
                        : "choose another label");
    diagnostics.add(loops ? diagnostic : diagnostic.related(first, "the first use"));
  }

  Optional<String> label(StepContext context) {
    return Optional.ofNullable(context.modifiers().label())
        .flatMap(label -> label.fill(context.evaluator()));
  }

  private static Span labelSpan(StepContext context) {
    return Optional.ofNullable(context.modifiers().label())
        .map(label -> label.span())
        .orElse(context.step().span());
  }

  /** Makes a result known by its step's label. */
  void bind(StepContext context, Body body, Wire result) {
    Optional<String> label = label(context);
    if (label.isEmpty()) {
      return;
    }
    if (!LABEL.matcher(label.get()).matches()) {
      diagnostics.add(
          Diagnostic.of(
              Code.WRONG_VALUE,
              labelSpan(context),
              "a label is made of letters, digits, `_` and `-`, and this is `"
                  + label.get()
                  + "`"));
    }
    body.labels().bind(label.get(), result);
  }

  /** Only what has a level of its own can say where its parameters live. */
  void checkShare(StepContext context) {
    LabelRef share = context.modifiers().share();
    boolean shares =
        switch (context.step()) {
          case Step.OpStep s -> true;
          case Step.CallStep s -> true;
          case Step.UseStep s -> true;
          case Step.TransitionStep s -> true;
          case Step.InvalidStep s -> true;
          case Step.JoinStep s -> false;
          case Step.BranchesStep s -> false;
          case Step.ResidualStep s -> false;
          case Step.DenseStep s -> false;
          case Step.RepeatStep s -> false;
          case Step.SequenceStep s -> false;
        };
    if (share != null && !shares) {
      diagnostics.add(
          Diagnostic.of(
                  Code.MISPLACED_MODIFIER,
                  share.span(),
                  "`share` belongs to an op or to the call of a block")
              .help("put the steps into a block, and give its calls this `share`"));
    }
  }

  /** A place inside another one. */
  static Place below(Place place, String name) {
    return new Place(
        Level.join(place.path(), name),
        Level.join(place.parameterPath(), name),
        false,
        place.shared());
  }
}
