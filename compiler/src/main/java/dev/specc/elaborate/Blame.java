package dev.specc.elaborate;

import dev.specc.decode.Step;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Label;
import dev.specc.diagnostic.Proposal;
import dev.specc.graph.Origin;
import dev.specc.op.Inference;
import dev.specc.op.Linear;
import dev.specc.op.Op;
import dev.specc.op.Shape;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says where a mismatch comes from: the layers that made each side's size or channels. */
final class Blame {
  private final Causes causes;
  private final Proposals proposals;

  Blame(Causes causes, Proposals proposals) {
    this.causes = causes;
    this.proposals = proposals;
  }

  /** One op that cannot take what arrives. */
  Diagnostic op(
      Op op, List<Wire> inputs, Inference.Failure failure, Origin origin, OptionSource source) {
    String option = failure.option();
    Optional<Span> written = option == null ? Optional.empty() : source.written(option);
    Span primary = written.orElse(origin.span());
    Diagnostic diagnostic = Diagnostic.of(failure.code(), primary, failure.message());
    if (failure.help() != null) {
      diagnostic = diagnostic.help(failure.help());
    }
    Optional<Span> decides = option == null ? Optional.empty() : source.decides(option);
    if (decides.isPresent() && !decides.get().contains(primary)) {
      diagnostic = diagnostic.related(decides.get(), "`" + option + "` is set here");
    }
    List<Label> related = new ArrayList<>();
    for (Wire input : inputs) {
      if (input instanceof Wire.Known known) {
        Causes.Aspect aspect = aspect(failure.code());
        Causes.add(related, causes.before(known, aspect));
        if (aspect == Causes.Aspect.SIZE && failure.code() != Code.CONCAT_MISMATCH) {
          Causes.add(related, causes.start(known).stream().toList());
        }
      }
    }
    return diagnostic
        .related(related)
        .notes(origin.notes())
        .proposing(proposals(op, inputs, failure, origin, source));
  }

  private List<Proposal> proposals(
      Op op, List<Wire> inputs, Inference.Failure failure, Origin origin, OptionSource source) {
    if (!(inputs.getFirst() instanceof Wire.Known input)) {
      return List.of();
    }
    return switch (failure.code()) {
      case WINDOW_TOO_LARGE -> proposals.forWindow(op, source, input.shape());
      case GROUPS_DO_NOT_DIVIDE -> proposals.forGroups(op, source, input.shape());
      case PADDING_TOO_LARGE -> proposals.forPadding(op, source);
      case WRONG_RANK ->
          op instanceof Linear ? proposals.forVector(origin.span(), source) : List.of();
      default -> List.of();
    };
  }

  private static Causes.Aspect aspect(Code code) {
    return switch (code) {
      case WINDOW_TOO_LARGE, CONCAT_MISMATCH, EMPTY_RESULT -> Causes.Aspect.SIZE;
      case WRONG_RANK -> Causes.Aspect.RANK;
      default -> Causes.Aspect.CHANNELS;
    };
  }

  /** A residual whose body and shortcut give different shapes. */
  Diagnostic residual(Step.ResidualStep step, StepContext context, Wire body, Wire shortcut) {
    Wire.Known inside = (Wire.Known) body;
    Wire.Known around = (Wire.Known) shortcut;
    boolean identity = step.shortcut() instanceof Step.Shortcut.IdentityShortcut;
    List<Label> related = new ArrayList<>();
    if (!step.shortcut().span().equals(step.span())) {
      related.add(new Label(step.shortcut().span(), "gives " + around.shape().times()));
    }
    Causes.Aspect aspect = Causes.Aspect.between(inside.shape(), around.shape());
    Causes.add(related, causes.apart(inside, around, aspect));
    Causes.add(related, causes.apart(around, inside, aspect));
    return Diagnostic.of(
            Code.RESIDUAL_MISMATCH,
            step.span(),
            "the body gives "
                + inside.shape().times()
                + " and the shortcut "
                + around.shape().times()
                + ", which cannot be added")
        .labelled("body: " + inside.shape().times())
        .related(related)
        .notes(context.origin().notes())
        .help(
            identity
                ? "`shortcut: projection` brings what arrives to the body's shape"
                : "make the body and the shortcut end in one shape")
        .proposing(mendingResidual(step, inside, around, aspect));
  }

  /**
   * A changed size in the body is more often a wrong padding than a missing projection; other
   * channels are a missing projection.
   */
  private List<Proposal> mendingResidual(
      Step.ResidualStep step, Wire.Known body, Wire.Known shortcut, Causes.Aspect aspect) {
    List<Proposal> projection = StepProposals.projection(step);
    List<Proposal> mending = proposals.forEither(body, shortcut, aspect);
    boolean halves =
        body.shape().isMap() && body.shape().height() * 2 <= shortcut.shape().height() + 1;
    return aspect == Causes.Aspect.SIZE && !halves
        ? Proposals.both(mending, projection)
        : Proposals.both(projection, mending);
  }

  /** A shortcut that no stride and no channels can bring to the body's shape. */
  Diagnostic shortcut(Diagnostic cannot, Wire.Known body, Wire.Known around) {
    Causes.Aspect aspect = Causes.Aspect.between(body.shape(), around.shape());
    List<Label> related = new ArrayList<>(causes.apart(body, around, aspect));
    Causes.add(related, causes.apart(around, body, aspect));
    return cannot.related(related).proposing(proposals.forEither(body, around, aspect));
  }

  /** A dense layer that changes height or width. */
  Diagnostic denseLayer(Wire.Known in, Wire.Known out, Origin layer) {
    return Diagnostic.of(
            Code.CONCAT_MISMATCH,
            layer.span(),
            "a dense layer keeps height and width, and this one turns "
                + in.shape().times()
                + " into "
                + out.shape().times())
        .related(causes.apart(out, in, Causes.Aspect.between(out.shape(), in.shape())))
        .notes(layer.notes())
        .help("a 3x3 conv keeps them with `padding: 1`")
        .proposing(proposals.forSize(out, in.shape()));
  }

  Diagnostic expectation(Wire.Known result, Shape expected, Span span, Origin origin) {
    List<Label> related = new ArrayList<>();
    Causes.Aspect aspect = Causes.Aspect.between(result.shape(), expected);
    Causes.add(related, causes.before(result, aspect));
    if (aspect == Causes.Aspect.SIZE) {
      Causes.add(related, causes.start(result).stream().toList());
    }
    List<Proposal> mending =
        switch (aspect) {
          case SIZE -> proposals.forSize(result, expected);
          case CHANNELS -> proposals.forChannels(result, expected.channels());
          case RANK -> List.of();
        };
    return Diagnostic.of(
            Code.EXPECTATION_FAILED,
            span,
            "the output here is " + result.shape() + ", and " + expected + " is expected")
        .related(related)
        .notes(origin.notes())
        .proposing(
            Proposals.both(mending, List.of(StepProposals.expectation(span, result.shape()))));
  }
}
