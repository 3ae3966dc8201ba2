package dev.specc.validate;

import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import dev.specc.read.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to write instead of a value of the wrong type, where that can be told. */
final class TypeHelp {
  private TypeHelp() {}

  /** The help for a value that should have been of a named type or of one of these JSON types. */
  static Optional<String> of(String type, Set<String> types, Place place) {
    return switch (place.node()) {
      case Mapping mapping -> forMap(type, place);
      case Sequence list -> forList(type, list, place);
      case Scalar scalar -> forScalar(type, types, scalar);
    };
  }

  private static Optional<String> forMap(String type, Place place) {
    if (type.equals("label") || type.equals("from")) {
      return Optional.of("put braces in quotes: `\"" + place.node().span().text() + "\"`");
    }
    if (!type.equals("steps")) {
      return Optional.empty();
    }
    return Optional.of(
        place.name().equals("dense")
            ? "`dense` connects steps as DenseNet does; a fully connected layer is `linear`"
            : "start each step with `- `");
  }

  private static Optional<String> forList(String type, Sequence list, Place place) {
    return switch (place.name().equals("branches") ? "branches" : type) {
      case "branches" -> Optional.of("name each branch: `left: [...]`");
      case "block" -> Optional.of("put the steps below `body:`");
      case "params" -> names(list).map(names -> "write `{" + names + "}`");
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

  private static Optional<String> forScalar(String type, Set<String> types, Scalar scalar) {
    if (scalar.is(Kind.NULL)) {
      return Optional.empty();
    }
    String text = scalar.text();
    return switch (type) {
      case "text" -> Optional.of("put it in quotes: `\"" + text + "\"`");
      case "boolean" -> truth(text);
      case "labels" -> Optional.of("write a list: `[" + text + ", ...]`");
      case "steps" ->
          scalar.is(Kind.STRING) ? Optional.of("write `[" + text + "]`") : Optional.empty();
      case "shape" -> shape(text);
      default -> unquoted(types, scalar);
    };
  }

  private static Optional<String> truth(String text) {
    return switch (text) {
      case "0" -> Optional.of("write `false`");
      case "1" -> Optional.of("write `true`");
      default -> Optional.empty();
    };
  }

  private static Optional<String> shape(String text) {
    return text.matches("\\d+([x, ]+\\d+)*")
        ? Optional.of("write `[" + String.join(", ", text.split("[x, ]+")) + "]`")
        : Optional.empty();
  }

  private static Optional<String> unquoted(Set<String> types, Scalar scalar) {
    boolean number = scalar.is(Kind.STRING) && scalar.text().matches("\\d+");
    return number && types.contains("integer")
        ? Optional.of("write `" + scalar.text() + "`, without quotes")
        : Optional.empty();
  }
}
