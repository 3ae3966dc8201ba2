package dev.specc.errors;

import dev.specc.read.FileSources;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The files below one folder, named relative to it, so that reports are the same everywhere. */
final class ErrorFolder implements Sources {
  private final Path root;
  private final FileSources files = new FileSources();
  private final Set<String> read = new TreeSet<>();

  ErrorFolder(Path root) {
    this.root = root;
  }

  @Override
  public Loaded load(String name) {
    read.add(name);
    return named(files.load(root.resolve(name).toString()));
  }

  @Override
  public Loaded loadImport(String importer, String target) {
    return named(files.loadImport(root.resolve(importer).toString(), target));
  }

  @Override
  public Loaded loadRecipe(String spec, String target) {
    return named(files.loadRecipe(root.resolve(spec).toString(), target));
  }

  /** Every file read so far, and imported ones too. */
  Set<String> read() {
    return read;
  }

  private Loaded named(Loaded loaded) {
    return switch (loaded) {
      case Loaded.Text text -> {
        String name = relative(text.file().name());
        read.add(name);
        yield new Loaded.Text(new SourceFile(name, text.file().text()));
      }
      case Loaded.Failed failed -> new Loaded.Failed(failed.code(), relative(failed.message()));
    };
  }

  private String relative(String text) {
    return text.replace(root + "/", "");
  }
}
