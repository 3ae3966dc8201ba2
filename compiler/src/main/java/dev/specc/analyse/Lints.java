package dev.specc.analyse;

import dev.specc.decode.BlockDef;
import dev.specc.decode.ModelSpec;
import dev.specc.decode.Module;
import dev.specc.decode.Param;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Activation;
import dev.specc.op.Conv;
import dev.specc.op.Linear;
import dev.specc.op.Normalisation;
import dev.specc.op.Pair;
import dev.specc.op.Pool;
import dev.specc.op.Regularisation;
import dev.specc.op.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Warnings: what runs, and is hardly ever meant. */
public final class Lints {
  private Lints() {}

  /** What a spec writes and never uses. A library's blocks are for others to use. */
  public static List<Diagnostic> ofSpec(Module module) {
    ModelSpec spec = module.spec();
    NameUses uses = NameUses.of(spec);
    List<Diagnostic> lints = new ArrayList<>();
    for (BlockDef block : spec.blocks().values()) {
      if (!spec.isLibrary() && !uses.blocks().contains(block.name())) {
        lints.add(
            Diagnostic.of(
                Code.UNUSED_BLOCK,
                block.span(),
                "the block `" + block.name() + "` is never called"));
      }
      unusedParams(block.params(), NameUses.of(block), lints);
      hiddenBlock(module, block).ifPresent(lints::add);
    }
    unusedParams(spec.params(), uses, lints);
    lints.addAll(Shadowing.find(spec));
    return lints;
  }

  private static void unusedParams(List<Param> params, NameUses uses, List<Diagnostic> lints) {
    for (Param param : params) {
      if (!uses.names().contains(param.name())) {
        lints.add(
            Diagnostic.of(
                Code.UNUSED_PARAM, param.span(), "the param `" + param.name() + "` is never read"));
      }
    }
  }

  private static Optional<Diagnostic> hiddenBlock(Module module, BlockDef block) {
    return module.imports().stream()
        .filter(m -> m.spec().blocks().containsKey(block.name()))
        .findFirst()
        .map(
            m ->
                Diagnostic.of(
                        Code.SHADOWED_NAME,
                        block.span(),
                        "this block hides the imported `" + block.name() + "`")
                    .related(m.spec().blocks().get(block.name()).span(), "the imported one"));
  }

  /** What a graph does that loses or wastes something. */
  public static List<Diagnostic> ofGraph(Graph graph, Module module) {
    List<List<Node>> users = users(graph);
    StatedBiases stated = StatedBiases.of(module);
    Set<Integer> results = results(graph);
    Diagnostics lints = new Diagnostics(); // a block that is called often says a thing once
    for (Node node : graph.layers()) {
      biasBeforeNorm(graph, node, stated).ifPresent(lints::add);
      strideSkips(node).ifPresent(lints::add);
      if (users.get(node.id()).isEmpty() && !results.contains(node.id())) {
        lints.add(
            Diagnostic.of(
                    Code.UNUSED_VALUE,
                    node.origin().span(),
                    "nothing uses the result of `" + node.path() + "`")
                .notes(node.origin().notes()));
      }
    }
    graph.heads().forEach(head -> otherShape(graph, head).ifPresent(lints::add));
    for (Node input : graph.inputs()) {
      if (users.get(input.id()).isEmpty() && !results.contains(input.id())) {
        String message = "nothing uses the input `" + input.path() + "`";
        lints.add(Diagnostic.of(Code.UNUSED_VALUE, input.origin().span(), message));
      }
    }
    graph.outputs().forEach(o -> softmaxAtEnd(graph, o).ifPresent(lints::add));
    return lints.found();
  }

  private static List<List<Node>> users(Graph graph) {
    List<List<Node>> users = new ArrayList<>();
    graph.nodes().forEach(n -> users.add(new ArrayList<>(1)));
    graph.nodes().forEach(n -> n.inputs().forEach(in -> users.get(in).add(n)));
    return users;
  }

  private static Set<Integer> results(Graph graph) {
    Set<Integer> results = new HashSet<>();
    graph.outputs().forEach(output -> results.add(output.node()));
    graph.heads().forEach(head -> results.add(head.node()));
    return results;
  }

  private static Optional<Diagnostic> biasBeforeNorm(Graph graph, Node node, StatedBiases stated) {
    if (!(node.op() instanceof Normalisation.BatchNorm)) {
      return Optional.empty();
    }
    Node before = graph.node(node.inputs().getFirst());
    boolean bias =
        before.op() instanceof Conv conv && conv.bias()
            || before.op() instanceof Linear linear && linear.bias();
    return bias && !stated.steps().contains(before.origin().span())
        ? Optional.of(
            Diagnostic.of(
                    Code.BIAS_BEFORE_NORM,
                    before.origin().span(),
                    "the batch norm after this " + before.op().name() + " cancels its bias")
                .related(node.origin().span(), "subtracts the mean of each channel")
                .help("write `bias: false`, or `bias: true` where it is meant")
                .notes(before.origin().notes()))
        : Optional.empty();
  }

  private static Optional<Diagnostic> strideSkips(Node node) {
    Window window =
        switch (node.op()) {
          case Conv conv -> conv.window();
          case Pool.MaxPool pool -> pool.window();
          case Pool.AvgPool pool -> pool.window();
          default -> null;
        };
    // A 1x1 kernel with a stride is ResNet's own shortcut: meant, and known to skip.
    if (window == null || window.kernel().equals(Pair.both(1))) {
      return Optional.empty();
    }
    boolean skips =
        window.stride().height() > reach(window.kernel().height(), window.dilation().height())
            || window.stride().width() > reach(window.kernel().width(), window.dilation().width());
    return skips
        ? Optional.of(
            Diagnostic.of(
                    Code.STRIDE_SKIPS_PIXELS,
                    node.origin().span(),
                    "stride "
                        + window.stride().shortest()
                        + " is larger than the window, so that rows or columns are never seen")
                .notes(node.origin().notes()))
        : Optional.empty();
  }

  private static long reach(long kernel, long dilation) {
    return dilation * (kernel - 1) + 1;
  }

  private static Optional<Diagnostic> otherShape(Graph graph, Graph.Head head) {
    Node node = graph.node(head.node());
    return node.output().equals(graph.outputShape())
        ? Optional.empty()
        : Optional.of(
            Diagnostic.of(
                    Code.HEAD_MISMATCH,
                    node.origin().span(),
                    "the head `%s` gives %s, and the net gives %s"
                        .formatted(head.name(), node.output(), graph.outputShape()))
                .help("a head learns what the net's first output learns: give it the same shape")
                .notes(node.origin().notes()));
  }

  private static Optional<Diagnostic> softmaxAtEnd(Graph graph, Graph.Output output) {
    Node node = graph.node(output.node());
    while (node.op() instanceof Regularisation) {
      node = graph.node(node.inputs().getFirst());
    }
    return node.op() instanceof Activation.Softmax
        ? Optional.of(
            Diagnostic.of(
                    Code.SOFTMAX_BEFORE_LOSS,
                    node.origin().span(),
                    "the net ends in a softmax, and cross-entropy applies one itself")
                .help("leave it out: training and `predict` expect the scores before it"))
        : Optional.empty();
  }
}
