package dev.specc;

import dev.specc.decode.ModelSpec;
import dev.specc.decode.ModelSpec.InputDef;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import dev.specc.op.Shape;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Inputs that the size which they should get does not fit. */
final class GivenSize {
  private GivenSize() {}

  /** What to say where {@code --size} has another rank than an input. */
  static Optional<Diagnostic> mismatch(ModelSpec spec, Shape size) {
    return first(
        spec,
        rank -> rank != size.rank(),
        "`--size` gives " + dimensions(size.rank()) + ", and the input has ");
  }

  /** What to say where sizes of pictures are tried, and an input is none. */
  static Optional<Diagnostic> noMap(ModelSpec spec) {
    return first(
        spec, rank -> rank != 3, "sizes are tried for a feature map [C, H, W], and the input has ");
  }

  /** What to say where sizes are tried, and there is more than one input to try them on. */
  static Optional<Diagnostic> several(ModelSpec spec) {
    if (spec.inputs().size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnostic.of(
                Code.WRONG_ARITY,
                spec.inputs().get(1).span(),
                "sizes are tried for one input, and the net takes %d: %s"
                    .formatted(
                        spec.inputs().size(),
                        Suggestion.all(spec.inputs().stream().map(InputDef::label).toList())))
            .help("change the sizes of its inputs in the spec, and `specc check` it"));
  }

  private static Optional<Diagnostic> first(ModelSpec spec, IntPredicate wrong, String message) {
    return spec.inputs().stream()
        .filter(input -> wrong.test(input.dims().size()))
        .findFirst()
        .map(
            input ->
                Diagnostic.of(
                    Code.WRONG_RANK, input.span(), message + dimensions(input.dims().size())));
  }

  private static String dimensions(int count) {
    return count + (count == 1 ? " dimension" : " dimensions");
  }
}
