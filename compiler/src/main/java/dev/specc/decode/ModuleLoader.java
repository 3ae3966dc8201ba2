package dev.specc.decode;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.Packaged;
import dev.specc.read.Sources;
import dev.specc.read.Sources.Loaded;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import dev.specc.validate.SchemaValidator;
import dev.specc.validate.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, validates and decodes a spec and all that it imports, each file once. */
public final class ModuleLoader {
  private static final int MAX_IMPORTS = 1_000;

  private final Sources sources;
  private final Diagnostics diagnostics;
  private final Map<String, Module> loaded = new HashMap<>();
  private final List<String> path = new ArrayList<>();
  private int followed;

  private ModuleLoader(Sources sources, Diagnostics diagnostics) {
    this.sources = sources;
    this.diagnostics = diagnostics;
  }

  /** The spec of this name; empty, and reported, where it cannot be read as one. */
  public static Optional<Module> load(Sources sources, String name, Diagnostics diagnostics) {
    return switch (sources.load(name)) {
      case Loaded.Text text -> new ModuleLoader(sources, diagnostics).module(text.file());
      case Loaded.Failed failed -> {
        SourceFile nothing = new SourceFile(name, "");
        diagnostics.add(Diagnostic.of(failed.code(), nothing.span(0, 0), failed.message()));
        yield Optional.empty();
      }
    };
  }

  private Optional<Module> module(SourceFile file) {
    Module known = loaded.get(file.name());
    if (known != null) {
      return Optional.of(known);
    }
    YamlReader.Tree tree = YamlReader.read(file);
    diagnostics.addAll(tree.diagnostics());
    Optional<YamlNode> root = tree.root();
    if (root.isEmpty()) {
      return Optional.empty();
    }
    Validation validation = SchemaValidator.validate(root.get());
    diagnostics.addAll(validation.diagnostics());
    if (!(root.get() instanceof YamlNode.Mapping mapping) || validation.isInvalid(mapping)) {
      return Optional.empty();
    }
    ModelSpec spec = SpecDecoder.decode(file, mapping, validation.invalid(), diagnostics);
    path.add(file.name());
    List<Module> imports = imports(spec);
    Module module = new Module(spec, imports, imports.size() == spec.imports().size());
    path.removeLast();
    loaded.put(file.name(), module);
    return Optional.of(module);
  }

  private List<Module> imports(ModelSpec spec) {
    List<Module> imports = new ArrayList<>();
    for (ModelSpec.ImportDef target : spec.imports()) {
      if (diagnostics.isFull() || tooMany(target)) {
        break;
      }
      switch (sources.loadImport(spec.file().name(), target.target())) {
        case Loaded.Text text -> follow(text.file(), target).ifPresent(imports::add);
        case Loaded.Failed failed -> {
          Diagnostic diagnostic = Diagnostic.of(Code.BAD_IMPORT, target.span(), failed.message());
          diagnostics.add(
              Packaged.importHelp(target.target()).map(diagnostic::help).orElse(diagnostic));
        }
      }
    }
    return imports;
  }

  private Optional<Module> follow(SourceFile file, ModelSpec.ImportDef target) {
    if (path.contains(file.name())) {
      diagnostics.add(cyclic(file, target));
      return Optional.empty();
    }
    if (path.size() > 50) {
      diagnostics.add(
          Diagnostic.of(Code.TOO_DEEP, target.span(), "too many files import each other"));
      return Optional.empty();
    }
    return module(file);
  }

  /** Counts an import, whether its file is known or not: each is looked for. */
  private boolean tooMany(ModelSpec.ImportDef target) {
    boolean tooMany = ++followed > MAX_IMPORTS;
    if (tooMany) {
      diagnostics.add(
          Diagnostic.of(
              Code.TOO_DEEP, target.span(), "a spec has more than 1,000 imports, of imports too"));
    }
    return tooMany;
  }

  private Diagnostic cyclic(SourceFile file, ModelSpec.ImportDef target) {
    List<String> cycle = new ArrayList<>(path.subList(path.indexOf(file.name()), path.size()));
    if (cycle.size() == 1) {
      return Diagnostic.of(Code.BAD_IMPORT, target.span(), "the file imports itself")
          .help("leave it out: a file's own blocks are known");
    }
    cycle.add(file.name());
    return Diagnostic.of(
            Code.BAD_IMPORT, target.span(), "files import each other: " + String.join(" > ", cycle))
        .help("move the blocks that both need into a third file");
  }
}
