package dev.specc.mutation;

import dev.specc.diagnostic.Edit;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Slips of the editor: indentation, tabs, a param that went away. */
final class TextMutators {
  private TextMutators() {}

  /** A line one or two columns further to the left or right. */
  static List<Change> indentations(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (Span spaces : indentations(text)) {
      int move = List.of(-2, -1, 1, 2).get(random.nextInt(4));
      int width = spaces.end() - spaces.start() + move;
      if (width >= 0) {
        changes.add(Change.of(spaces, " ".repeat(width)));
      }
    }
    return changes;
  }

  static List<Change> tabs(SpecText text, Random random) {
    return indentations(text).stream()
        .filter(spaces -> spaces.end() > spaces.start())
        .map(spaces -> Change.of(spaces, "\t".repeat((spaces.end() - spaces.start() + 1) / 2)))
        .toList();
  }

  /** The spaces before the steps and their modifiers. */
  private static List<Span> indentations(SpecText text) {
    SourceFile file = text.file();
    return text.steps().stream()
        .filter(StepPlace::startsLine)
        .flatMap(
            step ->
                Stream.concat(
                    Stream.of(step.key()),
                    step.map().stream().flatMap(map -> map.entries().stream()).map(Entry::key)))
        .map(key -> key.span().line())
        .distinct()
        .map(
            line -> {
              int start = file.lineStart(line);
              int width =
                  file.lineText(line).length() - file.lineText(line).stripLeading().length();
              return file.span(start, start + width);
            })
        .toList();
  }

  /** An argument of a call, an option of an op, or a param of the file or of a block. */
  static List<Change> removedParams(SpecText text, Random random) {
    List<Change> changes = new ArrayList<>();
    for (StepPlace step : text.steps()) {
      removed(step.options(), changes);
    }
    text.root().get("params").ifPresent(params -> removed(entries(params), changes));
    for (Entry block : text.blocks()) {
      ((Mapping) block.value())
          .get("params")
          .ifPresent(params -> removed(entries(params), changes));
    }
    return changes;
  }

  private static List<Entry> entries(YamlNode node) {
    return node instanceof Mapping map ? map.entries() : List.of();
  }

  private static void removed(List<Entry> entries, List<Change> changes) {
    IntStream.range(0, entries.size())
        .mapToObj(i -> removed(entries, i))
        .flatMap(List::stream)
        .forEach(changes::add);
  }

  private static List<Change> removed(List<Entry> entries, int i) {
    Entry entry = entries.get(i);
    SourceFile file = entry.span().file();
    boolean ownLine =
        file.text().substring(file.lineStart(entry.span().line()), entry.span().start()).isBlank();
    if (ownLine) {
      return entries.size() < 2
          ? List.of()
          : List.of(new Change(List.of(new Edit(StepPlace.lines(entry.span()), "")), List.of()));
    }
    boolean oneLine = entries.getFirst().span().line() == entries.getLast().span().endLine();
    if (entries.size() < 2 || !oneLine) {
      return List.of();
    }
    Span span =
        i + 1 < entries.size()
            ? file.span(entry.span().start(), entries.get(i + 1).span().start())
            : file.span(end(entries.get(i - 1)), end(entry));
    return List.of(Change.of(span, ""));
  }

  private static int end(Entry entry) {
    return entry.span().end();
  }
}
