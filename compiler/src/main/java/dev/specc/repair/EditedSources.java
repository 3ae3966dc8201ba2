package dev.specc.repair;

import dev.specc.diagnostic.Edit;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;

/** The sources with one file edited. */
record EditedSources(Sources sources, Edit edit) implements Sources {
  @Override
  public Loaded load(String name) {
    return edited(sources.load(name));
  }

  @Override
  public Loaded loadImport(String importer, String target) {
    return edited(sources.loadImport(importer, target));
  }

  @Override
  public Loaded loadRecipe(String spec, String target) {
    return edited(sources.loadRecipe(spec, target));
  }

  private Loaded edited(Loaded loaded) {
    String name = edit.span().file().name();
    return loaded instanceof Loaded.Text text && text.file().name().equals(name)
        ? new Loaded.Text(new SourceFile(name, edit.apply()))
        : loaded;
  }
}
