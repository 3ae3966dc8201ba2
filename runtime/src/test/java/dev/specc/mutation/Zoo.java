package dev.specc.mutation;

import dev.specc.Compiler;
import dev.specc.decode.Module;
import dev.specc.decode.ModuleLoader;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.graph.Frame;
import dev.specc.graph.Graph;
import dev.specc.graph.Node;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** The specs of the zoo, and mutants of them. */
final class Zoo {
  private static final Sources SOURCES = new FileSources();

  private final List<Path> specs;
  private final Map<String, Compiler.Result> originals = new HashMap<>();

  private Zoo(List<Path> specs) {
    this.specs = specs;
  }

  static Zoo in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new Zoo(files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList());
    }
  }

  Sources sources() {
    return SOURCES;
  }

  int size() {
    return specs.size();
  }

  /** A spec as it is, without a mistake. */
  Compiler.Result original(String spec) {
    return originals.computeIfAbsent(
        spec, name -> new Compiler(SOURCES).compile(Compiler.Request.of(name)));
  }

  /**
   * Mutants of every spec, the same at each call.
   *
   * @param each at most this many of each kind for each spec
   */
  List<Mutant> mutants(int each) {
    List<Mutant> mutants = new ArrayList<>();
    for (Path spec : specs) {
      String name = spec.toString();
      List<SpecText> texts = texts(name);
      for (Kind kind : Kind.values()) {
        Random random = new Random((spec.getFileName() + kind.name()).hashCode());
        List<Change> changes = new ArrayList<>();
        texts.forEach(text -> changes.addAll(kind.changes(text, random)));
        changes.removeIf(change -> change.text().equals(change.file().text()));
        Collections.shuffle(changes, random);
        changes.stream()
            .limit(each)
            .map(change -> new Mutant(kind, name, change))
            .forEach(mutants::add);
      }
    }
    return mutants;
  }

  /** The spec's own file and those that it imports. */
  private List<SpecText> texts(String spec) {
    Module module = ModuleLoader.load(SOURCES, spec, new Diagnostics()).orElseThrow();
    Map<String, SourceFile> files = new LinkedHashMap<>();
    collect(module, files);
    List<SpecText> texts = new ArrayList<>();
    files.forEach(
        (name, file) -> texts.add(new SpecText(file, running(spec, name), outputs(spec, name))));
    return texts;
  }

  private static void collect(Module module, Map<String, SourceFile> files) {
    files.putIfAbsent(module.spec().file().name(), module.spec().file());
    module.imports().forEach(imported -> collect(imported, files));
  }

  /**
   * The offsets in a file of the steps that run in some variant, and of the calls that led there.
   */
  private Set<Integer> running(String spec, String file) {
    Set<Integer> offsets = new HashSet<>();
    for (Graph graph : original(spec).graphs()) {
      for (Node node : graph.layers()) {
        add(node.origin().span(), file, offsets);
        for (Frame f = node.origin().frame(); f != null; f = f.outer()) {
          add(f.at(), file, offsets);
        }
      }
    }
    return offsets;
  }

  private static void add(Span span, String file, Set<Integer> offsets) {
    if (span.file().name().equals(file)) {
      offsets.add(span.start());
    }
  }

  /** The output of the op at each offset of a file, where it is the same in all variants. */
  private Map<Integer, Shape> outputs(String spec, String file) {
    Map<Integer, Shape> outputs = new HashMap<>();
    Set<Integer> several = new HashSet<>();
    for (Graph graph : original(spec).graphs()) {
      for (Node node : graph.layers()) {
        if (node.origin().span().file().name().equals(file)) {
          int at = node.origin().span().start();
          Shape before = outputs.putIfAbsent(at, node.output());
          if (before != null && !before.equals(node.output())) {
            several.add(at);
          }
        }
      }
    }
    outputs.keySet().removeAll(several);
    return outputs;
  }
}
