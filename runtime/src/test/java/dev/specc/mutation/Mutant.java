package dev.specc.mutation;

import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.util.Map;

/**
 * A spec of the zoo with one mistake.
 *
 * @param spec what is checked; the mistake is in it, or in what it imports
 */
record Mutant(Kind kind, String spec, Change change) {
  String file() {
    return change.file().name();
  }

  Sources sources(Sources zoo) {
    return new Overlay(zoo, Map.of(file(), change.text()));
  }

  /** Sources of which some texts are other ones. */
  record Overlay(Sources sources, Map<String, String> texts) implements Sources {
    @Override
    public Loaded load(String name) {
      return overlaid(sources.load(name));
    }

    @Override
    public Loaded loadImport(String importer, String target) {
      return overlaid(sources.loadImport(importer, target));
    }

    private Loaded overlaid(Loaded loaded) {
      return loaded instanceof Loaded.Text(SourceFile file) && texts.containsKey(file.name())
          ? new Loaded.Text(new SourceFile(file.name(), texts.get(file.name())))
          : loaded;
    }
  }
}
