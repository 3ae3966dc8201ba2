package dev.specc.validate;

import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to write instead of a value of the wrong type, where that can be told. */
final class TypeHelp {
  /** Maps of named things, for whose keys a list has no place. */
  private static final Set<String> NAMED = Set.of("branches", "variants", "inputs");

  private TypeHelp() {}

  /** The help for a value that should have been of a named type or of one of these JSON types. */
  static Optional<String> of(String type, Set<String> types, Place place) {
    return switch (place.node()) {
      case Mapping mapping -> forMap(type, mapping, place);
      case Sequence list -> forList(type, list, place);
      case Scalar scalar -> forScalar(type, types, scalar, place.name());
    };
  }

  private static Optional<String> forMap(String type, Mapping map, Place place) {
    if (type.equals("label") || type.equals("from")) {
      return Optional.of("put braces in quotes: `\"" + place.node().span().text() + "\"`");
    }
    if (place.name().equals("aux")) {
      return Optional.of("start each head with `- as: NAME`");
    }
    if (!type.equals("steps")) {
      return Optional.empty();
    }
    if (map.entry("body").isPresent()) {
      return Optional.of(beside(map, place.name()));
    }
    return Optional.of(
        place.name().equals("dense")
            ? "`dense` connects steps as DenseNet does; a fully connected layer is `linear`"
            : "start each step with `- `");
  }

  /** {@code repeat: {times: 3, body: [...]}}. */
  private static String beside(Mapping map, String combinator) {
    List<String> others =
        map.entries().stream().map(Entry::name).filter(key -> !key.equals("body")).toList();
    String steps = "the steps are the value of " + Words.quoted(combinator);
    return others.isEmpty()
        ? steps + ", without `body:`"
        : steps
            + ", and "
            + Words.and(others)
            + (others.size() == 1 ? " stands" : " stand")
            + " beside it";
  }

  private static Optional<String> forList(String type, Sequence list, Place place) {
    return switch (NAMED.contains(place.name()) ? place.name() : type) {
      case "branches" -> Optional.of("name each branch: `left: [...]`");
      case "block" -> Optional.of("put the steps below `body:`");
      case "params" -> names(list).map(names -> "write `{" + names + "}`");
      case "variants" -> Optional.of("a variant is a key with its params: `small: {width: 8}`");
      case "inputs" -> Optional.of("an input is a key with its shape: `left: [1, 28, 28]`");
      case "step" -> Optional.of("to group steps write `- sequence:` with the steps below it");
      default -> Optional.empty();
    };
  }

  private static Optional<String> names(Sequence list) {
    List<String> names =
        list.items().stream()
            .filter(item -> item instanceof Scalar s && s.is(Kind.STRING))
            .map(item -> ((Scalar) item).text())
            .toList();
    boolean all = names.size() == list.items().size() && !names.isEmpty();
    return all ? Optional.of(String.join(", ", names)) : Optional.empty();
  }

  private static Optional<String> forScalar(
      String type, Set<String> types, Scalar scalar, String key) {
    if (scalar.is(Kind.NULL)) {
      return Optional.empty();
    }
    String text = scalar.text();
    return switch (type) {
      case "text" -> Optional.of("put it in quotes: `\"" + text + "\"`");
      case "boolean" -> truth(text);
      case "labels" ->
          Optional.of(
              text.contains(",")
                  ? "write `[" + text + "]`"
                  : "name the other as well: `[" + text + ", ...]`");
      case "steps" -> steps(scalar, key);
      case "shape" -> shape(text);
      case "arguments" ->
          Optional.of("arguments stand in braces, each with its name: `{NAME: " + text + "}`");
      default ->
          key.equals("over") && scalar.is(Kind.INTEGER)
              ? Optional.of("to run the steps " + text + " times say `times: " + text + "`")
              : unquoted(types, scalar);
    };
  }

  private static Optional<String> steps(Scalar scalar, String key) {
    if (scalar.is(Kind.STRING)) {
      return Optional.of("write `[" + scalar.text() + "]`");
    }
    return key.equals("repeat") && scalar.is(Kind.INTEGER)
        ? Optional.of(
            "the steps are the value of `repeat`, and `times: "
                + scalar.text()
                + "` stands beside it")
        : Optional.empty();
  }

  private static Optional<String> truth(String text) {
    return switch (text) {
      case "0" -> Optional.of("write `false`");
      case "1" -> Optional.of("write `true`");
      default -> Optional.empty();
    };
  }

  private static Optional<String> shape(String text) {
    if (text.matches("\\d+([x, ]+\\d+)*")) {
      return Optional.of("write `[" + String.join(", ", text.split("[x, ]+")) + "]`");
    }
    return text.matches("\\(\\w+(, *\\w+)*,?\\)")
        ? Optional.of("write `[" + text.replaceAll(",?\\)|\\(", "") + "]`")
        : Optional.empty();
  }

  private static Optional<String> unquoted(Set<String> types, Scalar scalar) {
    boolean number = scalar.is(Kind.STRING) && scalar.text().matches("\\d+");
    return number && types.contains("integer")
        ? Optional.of("write `" + scalar.text() + "`, without quotes")
        : Optional.empty();
  }
}
