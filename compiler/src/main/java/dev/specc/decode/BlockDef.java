package dev.specc.decode;

import dev.specc.source.Span;
import java.util.List;

/**
 * A user's block.
 *
 * @param inputs the labels of its inputs; {@code input} where it names none
 */
public record BlockDef(
    String name, Span span, List<Param> params, List<InputName> inputs, List<Step> body) {
  /** A named input of a block. */
  public record InputName(String name, Span span) {}

  public BlockDef {
    params = List.copyOf(params);
    inputs = List.copyOf(inputs);
    body = List.copyOf(body);
  }
}
