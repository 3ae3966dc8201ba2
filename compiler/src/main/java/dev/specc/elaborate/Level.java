package dev.specc.elaborate;

import dev.specc.source.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A level of the paths, as a module is in PyTorch. Every op and block call in it takes a place, in
 * reading order; its name is its label, or the number of its place as in nn.Sequential.
 */
final class Level {
  private final String path;
  private final String parameterPath;
  private final Map<String, Span> names = new HashMap<>();
  private int places;

  private Level(String path, String parameterPath) {
    this.path = path;
    this.parameterPath = parameterPath;
  }

  static Level root() {
    return new Level("", "");
  }

  String path() {
    return path;
  }

  /** Where parameters of this level live: its path, but for what shares them. */
  String parameterPath() {
    return parameterPath;
  }

  /** The number of the next place, which is taken by this. */
  int takePlace() {
    return places++;
  }

  /** Remembers a name; the place that already has it, if there is one. */
  Optional<Span> claim(String name, Span span) {
    return Optional.ofNullable(names.putIfAbsent(name, span));
  }

  Level child(String name) {
    return new Level(join(path, name), join(parameterPath, name));
  }

  /** A level whose parameters live elsewhere. */
  Level child(String name, String sharedPath) {
    return new Level(join(path, name), sharedPath);
  }

  static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : name.isEmpty() ? prefix : prefix + "." + name;
  }
}
