package dev.specc.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.lower.blocks.GraphBlock;
import dev.specc.op.Conv;
import dev.specc.op.ConvTranspose;
import dev.specc.op.Linear;
import dev.specc.op.ParameterSpec;
import dev.specc.recipe.Initialisation;
import dev.specc.recipe.Initialisation.Rule;
import java.util.Map;
import java.util.Set;

/** Gives a net the weights that it starts with. */
final class StartingWeights {
  private final Graph graph;
  private final Initialisation how;
  private final Set<String> zeroed;

  StartingWeights(Graph graph, Initialisation how) {
    this.graph = graph;
    this.how = how;
    this.zeroed = how.zeroGamma() ? ResidualEnds.scales(graph) : Set.of();
  }

  /** Sets every parameter and buffer anew; the same seed gives the same values. */
  void give(GraphBlock block, NDManager manager, long seed) {
    Map<String, Parameter> parameters = block.parametersByName();
    for (Node node : graph.nodes()) {
      for (ParameterSpec spec : graph.parameters(node)) {
        Parameter parameter = parameters.get(node.parameterName(spec));
        Rule rule = rule(node, spec);
        if (!(rule instanceof Rule.PyTorch)) {
          parameter.setInitializer(initializer(rule));
        }
        if (zeroed.contains(parameter.getName())) {
          parameter.setInitializer(Initializer.ZEROS);
        }
      }
    }
    TorchEngine.get().setRandomSeed(Seeds.fold(seed));
    block.initialize(manager, DataType.FLOAT32, block.specShapes());
  }

  private Rule rule(Node node, ParameterSpec spec) {
    return switch (spec.kind()) {
      case WEIGHT ->
          switch (node.op()) {
            case Conv conv -> how.conv();
            case ConvTranspose conv -> how.conv();
            case Linear linear -> how.linear();
            default -> new Rule.PyTorch();
          };
      case BIAS -> how.bias();
      case SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE, BATCH_COUNT -> new Rule.PyTorch();
    };
  }

  /** The rules of torch.nn.init. */
  private static Initializer initializer(Rule rule) {
    return switch (rule) {
      case Rule.PyTorch own -> throw new IllegalArgumentException("the layer's own");
      case Rule.Xavier xavier ->
          (manager, shape, type) ->
              spread(
                  manager, shape, Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape))), xavier.normal());
      case Rule.Kaiming kaiming ->
          (manager, shape, type) -> {
            double fan = kaiming.fanOut() ? fanOut(shape) : fanIn(shape);
            return spread(manager, shape, Math.sqrt(2 / fan), kaiming.normal());
          };
      case Rule.Normal normal ->
          (manager, shape, type) -> spread(manager, shape, normal.std(), true);
      case Rule.Constant constant ->
          (manager, shape, type) -> manager.full(shape, (float) constant.value(), type);
    };
  }

  /** Of a normal distribution, or of the uniform one with the same standard deviation. */
  private static NDArray spread(NDManager manager, Shape shape, double std, boolean normal) {
    float bound = (float) (Math.sqrt(3) * std);
    return normal
        ? manager.randomNormal(0, (float) std, shape, DataType.FLOAT32)
        : manager.randomUniform(-bound, bound, shape);
  }

  /** The axes after the first two are the window, which counts in both fans. */
  private static double fanIn(Shape shape) {
    return (double) shape.get(1) * shape.slice(2).size();
  }

  private static double fanOut(Shape shape) {
    return (double) shape.get(0) * shape.slice(2).size();
  }
}
