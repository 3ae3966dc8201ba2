package dev.specc.recipe;

import dev.specc.diagnostic.Diagnostics;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import dev.specc.read.YamlReader;
import dev.specc.source.SourceFile;
import dev.specc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Another value for a recipe, such as {@code optimizer.sgd.momentum=0.8}.
 *
 * <p>What is named on the way is made where it is missing: {@code optimizer.sgd.momentum} chooses
 * sgd, {@code data.validation} keeps the dataset, {@code augment.mixup.alpha} adds mixup to the
 * list.
 *
 * @param path keys from the top of the recipe; {@code *} is what was chosen
 * @param given the text that holds the value, under the name of the option that gave it
 * @param from where the value starts in it
 * @param form how the value is written
 */
public record RecipeSetting(List<String> path, SourceFile given, int from, Form form) {
  /** How a value is written. */
  public enum Form {
    /** As in a recipe. */
    YAML,
    /** All of it is the value. */
    TEXT,
    /** There is none: what the path names is to be chosen, with the options it has or none. */
    CHOICE
  }

  /** The optimizer, schedule or the like that the recipe has. */
  private static final String CHOSEN = "*";

  /** Before a name that is the recipe's and not the spec's. */
  private static final String PREFIX = "recipe.";

  /** Keys whose value is one of several words, or a map of one to its options. */
  private static final Set<String> CHOICES =
      Set.of("optimizer", "schedule", "loss", "conv", "linear", "bias");

  public RecipeSetting {
    path = List.copyOf(path);
  }

  /** What {@code --set} was given; the name may begin with {@code recipe.}. */
  public static RecipeSetting set(String name, String value) {
    String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    return new RecipeSetting(
        List.of(plain.split("\\.", -1)),
        new SourceFile("--set", name + "=" + value),
        name.length() + 1,
        Form.YAML);
  }

  /** The value of another option, for the value at a path. */
  public static RecipeSetting option(String option, String path, String value, Form form) {
    return new RecipeSetting(List.of(path.split("\\.")), new SourceFile(option, value), 0, form);
  }

  /** A recipe's tree with these values; what is no value is reported. */
  static YamlNode apply(YamlNode root, List<RecipeSetting> settings, Diagnostics diagnostics) {
    YamlNode changed = root;
    for (RecipeSetting setting : settings) {
      Optional<YamlNode> value = setting.value(diagnostics);
      if (value.isPresent() && changed instanceof Mapping recipe) {
        changed = setting.put(recipe, 0, value.get());
      }
    }
    return changed;
  }

  private Optional<YamlNode> value(Diagnostics diagnostics) {
    return switch (form) {
      case YAML -> yaml(diagnostics);
      case TEXT ->
          Optional.of(new Scalar(given.span(from, end()), Kind.STRING, given.text(), true));
      case CHOICE -> Optional.of(empty());
    };
  }

  private int end() {
    return given.text().length();
  }

  /** Reads the value where it stands, so that its spans are those of the whole text. */
  private Optional<YamlNode> yaml(Diagnostics diagnostics) {
    String text = given.text().substring(from);
    if (text.isBlank()) {
      return Optional.of(new Scalar(given.span(from, from), Kind.NULL, "", true));
    }
    SourceFile alone = new SourceFile(given.name(), " ".repeat(from) + text);
    YamlReader.Tree tree = YamlReader.read(alone);
    diagnostics.addAll(tree.diagnostics());
    return tree.root().map(this::placed);
  }

  private YamlNode placed(YamlNode node) {
    return switch (node) {
      case Scalar scalar -> placed(scalar);
      case Sequence list ->
          new Sequence(placed(list.span()), list.items().stream().map(this::placed).toList());
      case Mapping map ->
          new Mapping(
              placed(map.span()),
              map.entries().stream()
                  .map(e -> new Entry(placed(e.key()), placed(e.value())))
                  .toList());
    };
  }

  private Scalar placed(Scalar scalar) {
    return new Scalar(placed(scalar.span()), scalar.kind(), scalar.text(), scalar.verbatim());
  }

  private Span placed(Span span) {
    return given.span(span.start(), span.end());
  }

  private Mapping put(Mapping owner, int at, YamlNode value) {
    String key = path.get(at).equals(CHOSEN) ? chosen(owner) : path.get(at);
    YamlNode old = owner.get(key).orElse(empty());
    if (at + 1 == path.size()) {
      boolean keep = form == Form.CHOICE && !isNothing(old);
      return with(owner, key, keep ? old : value);
    }
    YamlNode inside =
        key.equals("augment") && !isWrong(old)
            ? putIntoList(items(old), at + 1, value)
            : put(opened(key, path.get(at + 1), old), at + 1, value);
    return with(owner, key, inside);
  }

  /** Neither a list nor nothing: validation says so. */
  private static boolean isWrong(YamlNode list) {
    return !isNothing(list)
        && switch (list) {
          case Sequence items -> false;
          case Mapping map -> !map.entries().isEmpty();
          case Scalar scalar -> true;
        };
  }

  private Sequence items(YamlNode list) {
    return list instanceof Sequence items ? items : new Sequence(empty().span(), List.of());
  }

  private static boolean isNothing(YamlNode node) {
    return node instanceof Scalar scalar && scalar.is(Kind.NULL);
  }

  /** A map to put the next key into; a short form becomes the long one. */
  private Mapping opened(String key, String next, YamlNode old) {
    return switch (old) {
      case Mapping map when CHOICES.contains(key) && !next.equals(CHOSEN) ->
          map.entry(next).isPresent() ? map : empty();
      case Mapping map -> map;
      case Scalar word when word.is(Kind.NULL) -> empty();
      case Scalar word -> opened(key, next, word);
      case Sequence list -> empty();
    };
  }

  private Mapping opened(String key, String next, Scalar word) {
    boolean stays = next.equals(CHOSEN) || next.equals(word.text());
    return switch (key) {
      case "data" -> with(empty(), "source", word);
      case "warm_up" -> with(empty(), "epochs", word);
      case "init" -> with(with(empty(), "conv", word), "linear", word);
      default -> CHOICES.contains(key) && stays ? with(empty(), word.text(), empty()) : empty();
    };
  }

  /** The augmentation of this name, changed; at the end where it is not in the list. */
  private Sequence putIntoList(Sequence list, int at, YamlNode value) {
    String name = path.get(at);
    List<YamlNode> items = new ArrayList<>();
    boolean found = false;
    for (YamlNode item : list.items()) {
      boolean same = !found && isNamed(item, name);
      items.add(same ? put(item instanceof Mapping map ? map : empty(), at, value) : item);
      found |= same;
    }
    if (!found) {
      items.add(put(empty(), at, value));
    }
    return new Sequence(list.span(), items);
  }

  private static boolean isNamed(YamlNode item, String name) {
    return switch (item) {
      case Scalar word -> word.text().equals(name);
      case Mapping map -> map.entry(name).isPresent();
      case Sequence list -> false;
    };
  }

  private static String chosen(Mapping choice) {
    return choice.entries().isEmpty() ? "adam" : choice.entries().getFirst().name();
  }

  private Mapping with(Mapping owner, String key, YamlNode value) {
    Entry entry = new Entry(key(key), value);
    List<Entry> entries = new ArrayList<>(owner.entries());
    Optional<Entry> old = owner.entry(key);
    if (old.isPresent()) {
      entries.set(entries.indexOf(old.get()), entry);
    } else {
      entries.add(entry);
    }
    return new Mapping(owner.span(), entries);
  }

  private Scalar key(String name) {
    int at = given.text().indexOf(name);
    boolean written = from > 0 && at >= 0 && at < from;
    Span span = written ? given.span(at, at + name.length()) : given.span(0, end());
    return new Scalar(span, Kind.STRING, name, false);
  }

  private Mapping empty() {
    return new Mapping(given.span(0, from > 0 ? from - 1 : end()), List.of());
  }
}
