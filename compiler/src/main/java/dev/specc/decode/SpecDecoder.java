package dev.specc.decode;

import dev.specc.decode.ModelSpec.HeadDef;
import dev.specc.decode.ModelSpec.ImportDef;
import dev.specc.decode.ModelSpec.InputDef;
import dev.specc.decode.ModelSpec.NetDef;
import dev.specc.decode.ModelSpec.OutputDef;
import dev.specc.decode.ModelSpec.RecipeRef;
import dev.specc.decode.ModelSpec.Variant;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.expression.Expr;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes a validated tree to a {@link ModelSpec}. It reports only what the schema cannot say. */
public final class SpecDecoder {
  private final SourceFile file;
  private final Mapping root;
  private final Set<YamlNode> invalid;
  private final ExprDecoder exprs;
  private final StepDecoder steps;

  private SpecDecoder(
      SourceFile file, Mapping root, Set<YamlNode> invalid, Diagnostics diagnostics) {
    this.file = file;
    this.root = root;
    this.invalid = invalid;
    this.exprs = new ExprDecoder(invalid, diagnostics);
    this.steps = new StepDecoder(invalid, diagnostics);
  }

  /**
   * @param invalid the nodes that validation rejected, by identity: each decodes to something
   *     unknown, without a further word
   */
  public static ModelSpec decode(
      SourceFile file, Mapping root, Set<YamlNode> invalid, Diagnostics diagnostics) {
    return new SpecDecoder(file, root, invalid, diagnostics).spec();
  }

  private ModelSpec spec() {
    return new ModelSpec(
        file,
        text("name", fileStem()),
        text("source", ""),
        params(root),
        variants(),
        inputs(),
        imports(),
        blocks(),
        net(),
        heads(),
        outputs(),
        recipe());
  }

  private String fileStem() {
    String name = file.name().substring(file.name().lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private String text(String key, String otherwise) {
    return root.get(key)
        .filter(node -> !invalid.contains(node))
        .map(node -> node instanceof Scalar scalar ? scalar.text() : otherwise)
        .orElse(otherwise);
  }

  private List<Param> params(Mapping owner) {
    List<Param> params = new ArrayList<>();
    for (Entry entry : entries(owner, "params")) {
      params.add(new Param(entry.name(), entry.key().span(), defaultOf(entry)));
    }
    return params;
  }

  /** The default; null for none. A rejected name stays known, so that its calls are no mistakes. */
  private @Nullable Expr defaultOf(Entry param) {
    if (invalid.contains(param.key())) {
      return new Expr.Invalid(param.key().span());
    }
    boolean required =
        !invalid.contains(param.value())
            && param.value() instanceof Scalar scalar
            && scalar.is(Kind.NULL);
    return required ? null : exprs.expr(param.value());
  }

  private List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    for (Entry entry : entries(root, "variants")) {
      variants.add(new Variant(entry.name(), entry.key().span(), exprs.arguments(entry.value())));
    }
    return variants;
  }

  private List<InputDef> inputs() {
    List<InputDef> inputs = new ArrayList<>();
    root.entry("input")
        .ifPresent(e -> inputs.add(new InputDef("input", e.value().span(), exprs.list(e.value()))));
    for (Entry entry : entries(root, "inputs")) {
      inputs.add(new InputDef(entry.name(), entry.value().span(), exprs.list(entry.value())));
    }
    return inputs;
  }

  private @Nullable RecipeRef recipe() {
    return root.get("recipe")
        .filter(node -> !invalid.contains(node))
        .filter(Scalar.class::isInstance)
        .map(node -> new RecipeRef(((Scalar) node).text(), node.span()))
        .orElse(null);
  }

  private List<ImportDef> imports() {
    return root.get("import").filter(node -> !invalid.contains(node)).stream()
        .flatMap(
            node ->
                node instanceof YamlNode.Sequence list
                    ? list.items().stream()
                    : List.of(node).stream())
        .filter(Scalar.class::isInstance)
        .map(node -> new ImportDef(((Scalar) node).text(), node.span()))
        .toList();
  }

  private Map<String, BlockDef> blocks() {
    Map<String, BlockDef> blocks = new LinkedHashMap<>();
    for (Entry entry : entries(root, "blocks")) {
      if (entry.value() instanceof Mapping mapping && !invalid.contains(entry.key())) {
        blocks.put(entry.name(), block(entry, mapping));
      }
    }
    return blocks;
  }

  private BlockDef block(Entry entry, Mapping mapping) {
    List<Step> body = mapping.get("body").map(steps::body).orElse(List.of(unknown(mapping)));
    return new BlockDef(
        entry.name(), entry.key().span(), params(mapping), inputNames(mapping), body);
  }

  private static Step unknown(YamlNode node) {
    return new Step.InvalidStep(node.span(), Modifiers.NONE);
  }

  private List<BlockDef.InputName> inputNames(Mapping block) {
    return block
        .get("inputs")
        .filter(node -> !invalid.contains(node))
        .filter(YamlNode.Sequence.class::isInstance)
        .map(node -> ((YamlNode.Sequence) node).items())
        .orElse(List.of())
        .stream()
        .filter(Scalar.class::isInstance)
        .map(node -> new BlockDef.InputName(((Scalar) node).text(), node.span()))
        .toList();
  }

  private @Nullable NetDef net() {
    return root.entry("net")
        .map(e -> new NetDef(e.key().span(), steps.body(e.value())))
        .orElse(null);
  }

  private List<HeadDef> heads() {
    List<HeadDef> heads = new ArrayList<>();
    if (root.get("aux").orElse(null) instanceof YamlNode.Sequence list && !invalid.contains(list)) {
      list.items().forEach(item -> head(item, heads));
    }
    return heads;
  }

  private void head(YamlNode item, List<HeadDef> heads) {
    if (!(item instanceof Mapping head) || invalid.contains(item)) {
      return;
    }
    YamlNode name = head.get("as").orElse(null);
    YamlNode from = head.get("from").orElse(null);
    YamlNode body = head.get("body").orElse(null);
    if (name instanceof Scalar as && from != null && body != null) {
      heads.add(
          new HeadDef(
              as.text(),
              as.span(),
              steps.label(from),
              head.get("when").map(exprs::expr).orElse(null),
              head.get("weight").map(exprs::expr).orElse(null),
              steps.body(body)));
    }
  }

  private List<OutputDef> outputs() {
    YamlNode node = root.get("outputs").orElse(null);
    if (node == null || invalid.contains(node)) {
      return List.of();
    }
    if (node instanceof Mapping mapping) {
      return mapping.entries().stream()
          .map(e -> new OutputDef(e.name(), steps.label(e.value())))
          .toList();
    }
    return steps.labels(node).stream()
        .map(label -> new OutputDef(label.label().fixedText().orElse("output"), label))
        .toList();
  }

  /** The entries of a map below a key; none where it is absent or was rejected. */
  private List<Entry> entries(Mapping owner, String key) {
    return owner
        .get(key)
        .filter(node -> !invalid.contains(node))
        .filter(Mapping.class::isInstance)
        .map(node -> ((Mapping) node).entries())
        .orElse(List.of());
  }
}
