package dev.specc.decode;

import java.util.List;

/**
 * The options of an op, or the arguments of a block call.
 *
 * @param complete whether all that was given is here; where something was rejected, what is missing
 *     may be just that
 */
public record Arguments(List<Argument> given, boolean complete) {
  public static final Arguments NONE = new Arguments(List.of(), true);

  public Arguments {
    given = List.copyOf(given);
  }
}
