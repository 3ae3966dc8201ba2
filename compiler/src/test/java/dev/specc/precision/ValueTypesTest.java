package dev.specc.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.Texts;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Normalisation.BatchNorm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueTypesTest {
  private static final String NET =
      """
      specc: 1
      name: test
      input: [4, 8, 8]
      net:
        - relu:
          as: plain
        - conv: {out: 4, kernel: 3, padding: 1}
          as: conv
        - batch_norm:
          as: norm
        - relu:
          as: act
        - add: [act, plain]
          as: wide
        - add: [act, conv]
          as: low
        - group_norm: {groups: 2}
          as: group
        - flatten:
          as: flat
        - linear: {out: 3}
          as: fc
        - softmax:
          as: soft
      """;

  @ParameterizedTest
  @EnumSource
  void eachValueHasTheTypeOfItsRule(Precision precision) {
    Graph graph = graph();
    ValueTypes types = ValueTypes.of(graph, precision);
    Map<String, Precision> expected = new LinkedHashMap<>();
    Precision full = Precision.FLOAT32;
    expected.put("input", full);
    expected.put("plain", full);
    expected.put("conv", precision);
    expected.put("norm", precision);
    expected.put("act", precision);
    expected.put("wide", full);
    expected.put("low", precision);
    expected.put("group", full);
    expected.put("flat", full);
    expected.put("fc", precision);
    expected.put("soft", full);
    Map<String, Precision> actual = new LinkedHashMap<>();
    graph.nodes().forEach(node -> actual.put(node.path(), types.of(node.id())));
    assertEquals(expected, actual);
  }

  @Test
  void aBatchNormKeepsItsParametersInFloat32() {
    Graph graph = graph();
    ValueTypes types = ValueTypes.of(graph, Precision.BF16);
    for (Node node : graph.nodes()) {
      if (!graph.parameters(node).isEmpty()) {
        boolean product = OpPrecision.of(node.op()) == OpPrecision.LOW;
        assertEquals(
            product ? Precision.BF16 : Precision.FLOAT32, types.ofParameters(node), node.path());
      }
    }
    assertTrue(graph.nodes().stream().anyMatch(n -> n.op() instanceof BatchNorm));
  }

  private static Graph graph() {
    return Texts.graph(NET);
  }
}
