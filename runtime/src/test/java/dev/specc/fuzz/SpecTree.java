package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A generated spec before it is text.
 *
 * @param inputs by label; the one label {@code input} is written as {@code input}
 * @param outputs names and labels; a name that is its label makes it a list; empty for the last
 *     step
 * @param slips the mistakes of language that the generator made on purpose, or may have made: any
 *     other is a mistake of the compiler
 */
record SpecTree(
    Map<String, Setting> params,
    Map<String, List<Setting>> inputs,
    Map<String, Block> blocks,
    List<Step> net,
    List<Head> aux,
    Map<String, String> outputs,
    Set<Code> slips) {

  /**
   * @param params with their defaults; an empty text is a required param
   * @param inputs names; empty for the one unnamed input
   */
  record Block(Map<String, Setting> params, List<String> inputs, List<Step> body) {
    Block {
      params = ordered(params);
      inputs = List.copyOf(inputs);
      body = List.copyOf(body);
    }
  }

  /** An auxiliary head; an empty weight or condition is left out. */
  record Head(String as, String from, String weight, String when, List<Step> body) {
    Head {
      body = List.copyOf(body);
    }
  }

  SpecTree {
    params = ordered(params);
    inputs = ordered(inputs);
    blocks = ordered(blocks);
    net = List.copyOf(net);
    aux = List.copyOf(aux);
    outputs = ordered(outputs);
    slips = Set.copyOf(slips);
  }

  static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  SpecTree withNet(List<Step> changed) {
    return new SpecTree(params, inputs, blocks, changed, aux, outputs, slips);
  }

  SpecTree withBlocks(Map<String, Block> changed) {
    return new SpecTree(params, inputs, changed, net, aux, outputs, slips);
  }

  SpecTree withAux(List<Head> changed) {
    return new SpecTree(params, inputs, blocks, net, changed, outputs, slips);
  }

  SpecTree withOutputs(Map<String, String> changed) {
    return new SpecTree(params, inputs, blocks, net, aux, changed, slips);
  }

  SpecTree withParams(Map<String, Setting> changed) {
    return new SpecTree(changed, inputs, blocks, net, aux, outputs, slips);
  }

  SpecTree withInputs(Map<String, List<Setting>> changed) {
    return new SpecTree(params, changed, blocks, net, aux, outputs, slips);
  }

  /** Every step: the net's, the blocks', the heads'. */
  List<Step> steps() {
    List<Step> all = new ArrayList<>(Step.all(net));
    blocks.values().forEach(block -> all.addAll(Step.all(block.body())));
    aux.forEach(head -> all.addAll(Step.all(head.body())));
    return all;
  }

  /** The same spec without its assertions. */
  SpecTree withoutExpectations() {
    Map<String, Block> changed = new LinkedHashMap<>();
    blocks.forEach(
        (name, b) -> changed.put(name, new Block(b.params, b.inputs, unasserted(b.body))));
    List<Head> heads =
        aux.stream()
            .map(h -> new Head(h.as, h.from, h.weight, h.when, unasserted(h.body)))
            .toList();
    return withNet(unasserted(net)).withBlocks(changed).withAux(heads);
  }

  private static List<Step> unasserted(List<Step> steps) {
    return steps.stream()
        .map(s -> s.withBodies(s.bodies().stream().map(SpecTree::unasserted).toList()))
        .map(s -> s.with(s.modifiers().withExpect(List.of())))
        .toList();
  }
}
