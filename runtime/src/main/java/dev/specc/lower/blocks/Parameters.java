package dev.specc.lower.blocks;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.LayerScale;
import dev.specc.op.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** DJL's parameters for those of a graph, with PyTorch's default initialisation. */
final class Parameters {
  private Parameters() {}

  /** The parameters of one node, as new; a shared one is the same at each of its nodes. */
  static List<Parameter> of(Graph graph, Node node) {
    List<ParameterSpec> specs = graph.parameters(node);
    List<Parameter> parameters = new ArrayList<>(specs.size());
    for (ParameterSpec spec : specs) {
      parameters.add(
          Parameter.builder()
              .setName(node.parameterName(spec))
              .setType(type(spec.kind()))
              .optShape(shape(spec.dims()))
              .optInitializer(initializer(spec, specs.getFirst(), node))
              .optRequiresGrad(spec.kind().isTrained())
              .build());
    }
    return parameters;
  }

  private static Parameter.Type type(ParameterSpec.Kind kind) {
    return switch (kind) {
      case WEIGHT -> Parameter.Type.WEIGHT;
      case BIAS -> Parameter.Type.BIAS;
      case SCALE -> Parameter.Type.GAMMA;
      case SHIFT -> Parameter.Type.BETA;
      case RUNNING_MEAN -> Parameter.Type.RUNNING_MEAN;
      case RUNNING_VARIANCE -> Parameter.Type.RUNNING_VAR;
      case BATCH_COUNT -> Parameter.Type.OTHER;
    };
  }

  private static Initializer initializer(ParameterSpec spec, ParameterSpec weight, Node node) {
    return switch (spec.kind()) {
      case WEIGHT, BIAS -> uniform(weight);
      case SCALE -> node.op() instanceof LayerScale s ? constant(s.init()) : Initializer.ONES;
      case SHIFT, RUNNING_MEAN -> Initializer.ZEROS;
      case RUNNING_VARIANCE -> Initializer.ONES;
      case BATCH_COUNT -> (manager, shape, type) -> manager.zeros(shape, DataType.INT64);
    };
  }

  /**
   * U(-1 / sqrt(fan in), 1 / sqrt(fan in)): reset_parameters of torch.nn.Conv2d, ConvTranspose2d
   * and Linear, for the weight (where it is written kaiming_uniform_(a=sqrt(5))) and the bias. The
   * fan in counts all axes of the weight but the first.
   */
  private static Initializer uniform(ParameterSpec weight) {
    long fanIn = weight.elements() / weight.dims().getFirst();
    float bound = (float) (1 / Math.sqrt(fanIn));
    return (manager, shape, type) -> manager.randomUniform(-bound, bound, shape, type);
  }

  private static Initializer constant(double value) {
    return (manager, shape, type) -> manager.full(shape, (float) value, type);
  }

  private static Shape shape(List<Long> dims) {
    return new Shape(dims.stream().mapToLong(Long::longValue).toArray());
  }
}
