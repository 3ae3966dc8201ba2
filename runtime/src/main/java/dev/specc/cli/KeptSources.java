package dev.specc.cli;

import dev.specc.read.FileSources;
import dev.specc.read.Sources;
import dev.specc.report.SpecFiles;
import dev.specc.source.SourceFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files, of which it keeps those that a spec was made of. */
final class KeptSources implements Sources {
  private final Sources files = new FileSources();
  private final Map<String, SourceFile> imports = new LinkedHashMap<>();
  private String spec = "";

  @Override
  public Loaded load(String name) {
    Loaded loaded = files.load(name);
    if (loaded instanceof Loaded.Text text) {
      spec = text.file().text();
    }
    return loaded;
  }

  @Override
  public Loaded loadImport(String importer, String target) {
    Loaded loaded = files.loadImport(importer, target);
    if (loaded instanceof Loaded.Text text && !text.file().name().startsWith("std/")) {
      imports.put(text.file().name(), text.file());
    }
    return loaded;
  }

  @Override
  public Loaded loadRecipe(String importer, String target) {
    return files.loadRecipe(importer, target);
  }

  /** What was loaded for a spec, which imports only from below its folder. */
  SpecFiles kept(String name) {
    Path folder = Optional.ofNullable(Path.of(name).getParent()).orElse(Path.of(""));
    Map<String, String> below = new LinkedHashMap<>();
    imports.forEach(
        (path, file) -> below.put(folder.relativize(Path.of(path)).toString(), file.text()));
    return new SpecFiles(spec, below);
  }
}
