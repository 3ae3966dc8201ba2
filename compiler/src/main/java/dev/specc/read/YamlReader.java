package dev.specc.read;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into a tree in which every node has its span.
 *
 * <p>It works on the parser's events, because they tell quoted from plain text and where each
 * stands. Aliases become the node they name; how much they expand to is bounded, as are depth and
 * size, so that no text can hang or kill the process.
 */
public final class YamlReader {
  /** Maps and lists may nest this deep. */
  public static final int MAX_DEPTH = 200;

  /** Nodes after the expansion of aliases. */
  public static final int MAX_NODES = 400_000;

  /** The tree, absent where the text is no YAML, and what there is to say. */
  public record Tree(@Nullable YamlNode rootOrNull, List<Diagnostic> diagnostics) {
    public Optional<YamlNode> root() {
      return Optional.ofNullable(rootOrNull);
    }
  }

  /** Ends reading at a mistake after which nothing can be read. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Diagnostic diagnostic;

    Stop(Diagnostic diagnostic) {
      super(null, null, false, false);
      this.diagnostic = diagnostic;
    }
  }

  private record Anchored(YamlNode node, int size) {}

  private final SourceFile file;
  private final Offsets offsets;
  private final ParserImpl parser;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, Anchored> anchors = new HashMap<>();

  /** The anchors of the values that are being read. */
  private final Set<String> open = new HashSet<>();

  private int nodes;

  private YamlReader(SourceFile file) {
    this.file = file;
    this.offsets = Offsets.of(file.text());
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(new StreamReader(file.text()), options);
  }

  public static Tree read(SourceFile file) {
    Optional<Diagnostic> binary = NotText.check(file);
    if (binary.isPresent()) {
      return new Tree(null, List.of(binary.get()));
    }
    try {
      YamlReader reader = new YamlReader(file);
      YamlNode root = reader.document();
      return new Tree(root, List.copyOf(reader.diagnostics));
    } catch (Stop stop) {
      return new Tree(null, List.of(stop.diagnostic));
    } catch (MarkedYAMLException e) {
      return new Tree(null, List.of(SyntaxMistake.explain(file, Offsets.of(file.text()), e)));
    } catch (NumberFormatException e) { // SnakeYAML's, of the digits that are not there
      return new Tree(null, List.of(unfinishedEscape(file)));
    } catch (YAMLException e) {
      Span at = file.span(0, 0);
      return new Tree(
          null, List.of(Diagnostic.of(Code.YAML_SYNTAX, at, "not YAML: " + e.getMessage())));
    }
  }

  /** Of a text that ends with {@code \\x}, {@code \\u} or {@code \\U} in double quotes. */
  private static Diagnostic unfinishedEscape(SourceFile file) {
    int start = Math.max(0, file.text().lastIndexOf('\\'));
    Span span = file.span(start, file.text().length());
    return Diagnostic.of(
            Code.YAML_SYNTAX,
            span,
            "`%s` wants hexadecimal digits, and the text ends here".formatted(span.text()))
        .help("close the double quotes; in single quotes a backslash is itself");
  }

  private YamlNode document() {
    parser.getEvent(); // the stream starts
    Event event = parser.getEvent();
    if (event.is(Event.ID.StreamEnd)) {
      throw new Stop(Diagnostic.of(Code.EMPTY_FILE, file.span(0, 0), file.name() + " is empty"));
    }
    YamlNode root = node(parser.getEvent(), 0);
    parser.getEvent(); // the document ends
    Event next = parser.getEvent();
    if (!next.is(Event.ID.StreamEnd)) {
      throw new Stop(
          Diagnostic.of(
                  Code.YAML_SYNTAX, span(next), "a second document starts here; a spec is one")
              .help("put each spec into a file of its own"));
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    rejectTag(event);
    if (depth > MAX_DEPTH) {
      throw stop(
          Code.TOO_DEEP, span(event), "maps and lists nest more than " + MAX_DEPTH + " deep here");
    }
    int before = nodes;
    count(1, event);
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      open.add(anchor);
    }
    YamlNode node =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event);
          case SequenceStart -> sequence((CollectionStartEvent) event, depth);
          case MappingStart -> mapping((CollectionStartEvent) event, depth);
          case Alias,
              Comment,
              DocumentEnd,
              DocumentStart,
              MappingEnd,
              SequenceEnd,
              StreamEnd,
              StreamStart ->
              throw new IllegalStateException("no node starts with " + event);
        };
    if (anchor != null) {
      open.remove(anchor);
      anchors.put(anchor, new Anchored(node, nodes - before));
    }
    return node;
  }

  private YamlNode alias(AliasEvent event) {
    Anchored anchored = anchors.get(event.getAnchor());
    if (anchored == null) {
      throw new Stop(unknownAlias(event));
    }
    count(anchored.size, event);
    return anchored.node;
  }

  private Diagnostic unknownAlias(AliasEvent event) {
    String name = event.getAnchor();
    return open.contains(name)
        ? Diagnostic.of(
            Code.YAML_SYNTAX, span(event), "`*" + name + "` repeats the value that it stands in")
        : Diagnostic.of(
                Code.YAML_SYNTAX,
                span(event),
                "`*" + name + "` repeats nothing: no value has this name")
            .help("name a value before it: `&" + name + " ...`");
  }

  private void rejectTag(Event event) {
    String tag =
        switch (event) {
          case ScalarEvent s -> s.getTag();
          case CollectionStartEvent c -> c.getTag();
          default -> null;
        };
    if (tag != null) {
      throw new Stop(
          Diagnostic.of(
                  Code.YAML_SYNTAX,
                  span(event),
                  "specs use no YAML tags, and here is `" + tag + "`")
              .help("leave it out"));
    }
  }

  private void count(int more, Event event) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw stop(
          Code.TOO_MANY_NODES, span(event), "with its aliases expanded the text is too large");
    }
  }

  private YamlNode.Scalar scalar(ScalarEvent event) {
    Span span = span(event);
    String text = event.getValue();
    boolean plain = event.isPlain();
    Kind kind = plain ? ScalarKind.of(text) : Kind.STRING;
    int quote = plain ? 0 : 1;
    boolean verbatim =
        span.end() - span.start() == text.length() + 2 * quote
            && file.text().startsWith(text, span.start() + quote);
    return new YamlNode.Scalar(span, kind, text, verbatim);
  }

  private YamlNode sequence(CollectionStartEvent start, int depth) {
    List<YamlNode> items = new ArrayList<>();
    Event event = parser.getEvent();
    while (!event.is(Event.ID.SequenceEnd)) {
      items.add(node(event, depth + 1));
      event = parser.getEvent();
    }
    int last = items.isEmpty() ? 0 : items.getLast().span().end();
    return new YamlNode.Sequence(collectionSpan(start, event, last), items);
  }

  private YamlNode mapping(CollectionStartEvent start, int depth) {
    List<Entry> entries = new ArrayList<>();
    Map<String, Span> names = new HashMap<>();
    Event event = parser.getEvent();
    while (!event.is(Event.ID.MappingEnd)) {
      Entry entry = entry(event, depth);
      Span first = names.putIfAbsent(entry.name(), entry.key().span());
      if (first == null) {
        entries.add(entry);
      } else if (diagnostics.size() < Diagnostics.LIMIT) {
        diagnostics.add(duplicate(entry, first));
      }
      event = parser.getEvent();
    }
    int last = entries.isEmpty() ? 0 : entries.getLast().value().span().end();
    return new YamlNode.Mapping(collectionSpan(start, event, last), entries);
  }

  private Entry entry(Event event, int depth) {
    if (!(node(event, depth + 1) instanceof YamlNode.Scalar key)) {
      throw new Stop(LineMistakes.noKey(span(event)));
    }
    return new Entry(key, node(parser.getEvent(), depth + 1));
  }

  private static Diagnostic duplicate(Entry entry, Span first) {
    return Diagnostic.of(
            Code.DUPLICATE_KEY,
            entry.key().span(),
            "the key `" + entry.name() + "` stands twice here")
        .labelled("the second")
        .related(first, "the first");
  }

  /** A block collection's end event stands at the next token: its last child ends it instead. */
  private Span collectionSpan(CollectionStartEvent start, Event end, int lastChild) {
    int from = offsets.of(start.getStartMark());
    int to = start.isFlow() ? offsets.of(end.getEndMark()) : Math.max(from, lastChild);
    return file.span(from, to);
  }

  private Span span(Event event) {
    return span(event.getStartMark(), event.getEndMark());
  }

  private Span span(Mark start, Mark end) {
    int from = offsets.of(start);
    return file.span(from, Math.max(from, offsets.of(end)));
  }

  private static Stop stop(Code code, Span span, String message) {
    return new Stop(Diagnostic.of(code, span, message));
  }
}
