package dev.specc.fuzz;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.specc.Compiler;
import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.elaborate.Refusal;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.blocks.OpRun;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Op;
import dev.specc.op.Padding;
import dev.specc.op.Pair;
import dev.specc.op.Window;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks the compiler and libtorch about the same spec. One to a thread. */
final class Differential implements Judge {
  /** What runs in a few milliseconds. */
  private static final long MAX_ELEMENTS = 400_000;

  private static final long MAX_MACS = 20_000_000;
  private static final Pattern DEPTHWISE =
      Pattern.compile(
          "`depthwise` convolves each of the (\\d+) channels .*: (\\d+) is no multiple.*");

  private final NDManager manager;

  Differential() {
    manager = Engine.getEngine("PyTorch").newBaseManager();
    JniUtils.setGradMode(true);
    JniUtils.setGraphExecutorOptimize(false);
  }

  @Override
  public Verdict of(SpecTree spec) {
    Compiler.Result result;
    try {
      result = compile(SpecText.of(spec));
    } catch (RuntimeException e) {
      return new Verdict.Rejected(
          Set.of(), 0, List.of(new Disagreement("the compiler fails", e.toString())));
    }
    List<Diagnostic> errors = result.diagnostics().stream().filter(Diagnostic::isError).toList();
    return errors.isEmpty() ? accepted(spec, result) : rejected(spec, result, errors);
  }

  /** Judges a text, in which no mistake of language is meant. */
  Verdict of(String text) {
    Compiler.Result result = compile(text);
    List<Diagnostic> errors = result.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (errors.isEmpty()) {
      Graph graph = result.graphs().getFirst();
      return new Verdict.Accepted(graph.nodes().size(), TorchRun.of(graph, manager));
    }
    List<Disagreement> found = new ArrayList<>();
    result.refusals().forEach(refusal -> found.addAll(refused(refusal)));
    Set<Code> codes = EnumSet.noneOf(Code.class);
    errors.forEach(error -> codes.add(error.code()));
    return new Verdict.Rejected(codes, result.refusals().size(), found);
  }

  static Compiler.Result compile(String text) {
    return new Compiler(new OneText(text)).compile(Compiler.Request.of("spec.yaml"));
  }

  /** A spec that imports nothing. */
  private record OneText(String text) implements Sources {
    @Override
    public Loaded load(String name) {
      return new Loaded.Text(new SourceFile(name, text));
    }

    @Override
    public Loaded loadImport(String importer, String target) {
      return new Loaded.Failed(Code.BAD_IMPORT, target + " does not exist");
    }
  }

  private Verdict accepted(SpecTree spec, Compiler.Result result) {
    Graph graph = result.graphs().getFirst();
    if (costly(graph)) {
      return new Verdict.TooCostly();
    }
    List<Disagreement> found = new ArrayList<>(TorchRun.of(graph, manager));
    if (spec.aux().isEmpty() && spec.outputs().isEmpty() && graph.nodes().size() % 4 == 0) {
      wrapped(spec, graph).ifPresent(found::add);
    }
    return new Verdict.Accepted(graph.nodes().size(), found);
  }

  static boolean costly(Graph graph) {
    long elements = 0;
    long macs = 0;
    for (Node node : graph.nodes()) {
      elements +=
          node.output().elements()
              + graph.parameters(node).stream().mapToLong(p -> p.elements()).sum();
      macs += graph.macs(node);
    }
    return elements > MAX_ELEMENTS || macs > MAX_MACS;
  }

  /** What is too large for any machine is refused by a limit of the language: nothing is run. */
  private static boolean costly(Refusal refusal) {
    return refusal.diagnostic().code() != Code.TOO_LARGE
        && refusal.inputs().stream().mapToLong(dev.specc.op.Shape::elements).sum() > MAX_ELEMENTS;
  }

  /** A `sequence` without a label around the net changes nothing. */
  private static Optional<Disagreement> wrapped(SpecTree spec, Graph graph) {
    SpecTree inside = spec.withNet(List.of(new Step.Sequence(spec.net(), Step.Modifiers.NONE)));
    Compiler.Result result = compile(SpecText.of(inside));
    String other =
        result.graphs().isEmpty()
            ? result.diagnostics().toString()
            : shown(result.graphs().getFirst());
    return other.equals(shown(graph))
        ? Optional.empty()
        : Optional.of(new Disagreement("a sequence matters", other + "\n" + shown(graph)));
  }

  private static String shown(Graph graph) {
    return graph.nodes().stream()
        .map(n -> n.path() + n.op() + n.inputs() + n.output() + n.parameterPath())
        .collect(Collectors.joining("\n"));
  }

  private Verdict rejected(SpecTree spec, Compiler.Result result, List<Diagnostic> errors) {
    if (result.refusals().stream().anyMatch(Differential::costly)) {
      return new Verdict.TooCostly();
    }
    List<Disagreement> found = new ArrayList<>();
    for (Refusal refusal : result.refusals()) {
      found.addAll(refused(refusal));
    }
    Set<Code> codes = EnumSet.noneOf(Code.class);
    for (Diagnostic error : errors) {
      codes.add(error.code());
      boolean proven = result.refusals().stream().anyMatch(r -> same(r.diagnostic(), error));
      if (!proven) {
        found.addAll(stated(spec, error));
      }
    }
    return new Verdict.Rejected(codes, result.refusals().size(), found);
  }

  private static boolean same(Diagnostic a, Diagnostic b) {
    return a.code() == b.code() && a.message().equals(b.message());
  }

  /** An op that was refused fails on libtorch, gives nothing, or breaks a stated rule. */
  List<Disagreement> refused(Refusal refusal) {
    if (refusal.diagnostic().code() == Code.TOO_LARGE) {
      return List.of();
    }
    if (refusal.diagnostic().code() == Code.RESIDUAL_MISMATCH && reachable(refusal)) {
      return List.of(new Disagreement("shortcut", refusal.diagnostic().message()));
    }
    if (StatedRule.of(refusal).isPresent()) {
      return List.of();
    }
    return runs(refusal.op(), refusal.inputs(), 2).stream()
        .filter(shape -> asAsked(refusal.op(), shape))
        .map(
            shape ->
                new Disagreement(
                    "refused " + refusal.op().name(),
                    refusal.diagnostic().message()
                        + ", and libtorch gives "
                        + shape
                        + " for "
                        + refusal.op()
                        + refusal.inputs()))
        .toList();
  }

  /**
   * Whether a result has the channels that were asked for. A transposed convolution whose groups do
   * not divide them has no weight of that many: libtorch runs with the weight of fewer.
   */
  private static boolean asAsked(Op op, Shape result) {
    return !(op instanceof ConvTranspose conv) || result.get(1) == conv.out();
  }

  /** Whether some stride takes one of two shapes to the other, so that a projection exists. */
  private static boolean reachable(Refusal refusal) {
    return !refusal.diagnostic().message().contains("cannot take channels away")
        && refusal.diagnostic().message().contains("`shortcut: ")
        && !(refusal.diagnostic().message().contains("pad")
            && refusal.inputs().getLast().rank() == 1)
        && Shortcuts.reachable(refusal.inputs().getFirst(), refusal.inputs().getLast());
  }

  /** The shape that libtorch gives; empty where it refuses or nothing is left. */
  Optional<Shape> runs(Op op, List<dev.specc.op.Shape> inputs, long batch) {
    try (NDManager own = manager.newSubManager()) {
      Shape shape = OpRun.run(own, op, inputs, batch);
      return Arrays.stream(shape.getShape()).anyMatch(d -> d < 1)
          ? Optional.empty()
          : Optional.of(shape);
    } catch (RuntimeException refuses) {
      return Optional.empty();
    }
  }

  /** An error without a refused op: an assertion, or a mistake of language made on purpose. */
  private List<Disagreement> stated(SpecTree spec, Diagnostic error) {
    Disagreement unexpected = new Disagreement("unexpected " + error.code(), error.message());
    return switch (error.code()) {
      case EXPECTATION_FAILED -> {
        Verdict without = of(spec.withoutExpectations());
        yield without.disagreements();
      }
      case TOO_MANY_NODES, TOO_LARGE -> List.of(); // limits of the language
      case GROUPS_DO_NOT_DIVIDE -> depthwise(error) ? List.of() : List.of(unexpected);
      default -> spec.slips().contains(error.code()) ? List.of() : List.of(unexpected);
    };
  }

  private boolean depthwise(Diagnostic error) {
    Matcher matcher = DEPTHWISE.matcher(error.message());
    if (!matcher.matches()) {
      return false;
    }
    long in = Long.parseLong(matcher.group(1));
    long out = Long.parseLong(matcher.group(2));
    Window point = Window.of(Pair.both(1), Pair.both(1), Padding.none(), Pair.both(1));
    return runs(new Conv(out, point, in, true), List.of(dev.specc.op.Shape.of(in, 2, 2)), 2)
        .isEmpty();
  }

  @Override
  public void close() {
    manager.close();
  }
}
