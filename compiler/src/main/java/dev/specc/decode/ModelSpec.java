package dev.specc.decode;

import dev.specc.expression.Expr;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A spec as it is written: names and expressions, nothing expanded.
 *
 * @param net null where the file is a library of blocks
 * @param recipe with which it trains by default; null where it names none
 */
public record ModelSpec(
    SourceFile file,
    String name,
    String source,
    List<Param> params,
    List<Variant> variants,
    List<InputDef> inputs,
    List<ImportDef> imports,
    Map<String, BlockDef> blocks,
    @Nullable NetDef net,
    List<HeadDef> heads,
    List<OutputDef> outputs,
    @Nullable RecipeRef recipe) {

  /** A named set of params. */
  public record Variant(String name, Span span, List<Argument> params) {}

  /** An input of the net by label; {@code input} where the spec has one. */
  public record InputDef(String label, Span span, List<Expr> dims) {}

  public record ImportDef(String target, Span span) {}

  public record RecipeRef(String target, Span span) {}

  public record NetDef(Span span, List<Step> body) {}

  /**
   * An auxiliary head.
   *
   * @param when the net has it; null for always
   * @param weight of its loss; null for 1
   */
  public record HeadDef(
      String name,
      Span span,
      LabelRef from,
      @Nullable Expr when,
      @Nullable Expr weight,
      List<Step> body) {}

  public record OutputDef(String name, LabelRef from) {}

  public ModelSpec {
    params = List.copyOf(params);
    variants = List.copyOf(variants);
    inputs = List.copyOf(inputs);
    imports = List.copyOf(imports);
    blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
    heads = List.copyOf(heads);
    outputs = List.copyOf(outputs);
  }

  /** The recipe with which it trains by default. */
  public Optional<RecipeRef> defaultRecipe() {
    return Optional.ofNullable(recipe);
  }

  public boolean isLibrary() {
    return net == null;
  }

  public Optional<Variant> variant(String wanted) {
    return variants.stream().filter(v -> v.name().equals(wanted)).findFirst();
  }
}
