package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What to say of a name that means nothing where it stands, and which one may be meant. */
final class UnknownName {
  private static final int MAX_SHOWN = 60;

  private UnknownName() {}

  /**
   * A param, loop variable or other name of the scope.
   *
   * @param otherwise what else there is to say where no name is like it; may be empty
   */
  static Diagnostic of(Expr.Name name, Scope scope, String otherwise) {
    return Diagnostic.of(
            Code.UNKNOWN_NAME, name.span(), "nothing here is named `" + name.name() + "`")
        .help(
            scope
                .absence(name.name())
                .or(() -> truth(name.name()))
                .or(() -> Suggestion.question(name.name(), scope.names()))
                .or(() -> scope.foreign(name.name()))
                .orElseGet(() -> known(scope) + otherwise));
  }

  /** {@code True}, {@code None}: what Python writes. */
  private static Optional<String> truth(String name) {
    return switch (name) {
      case "True", "TRUE" -> Optional.of("write `true`");
      case "False", "FALSE" -> Optional.of("write `false`");
      case "None", "none", "null", "nil" ->
          Optional.of("there is none here: leave the option out, or say true or false");
      default -> Optional.empty();
    };
  }

  private static String known(Scope scope) {
    List<String> names = scope.names().stream().sorted().distinct().toList();
    return names.isEmpty() ? "no names are known here" : "known here: " + Suggestion.all(names);
  }

  static Diagnostic ofField(Expr.Name field, Value.Fields item) {
    Collection<String> fields = item.values().keySet();
    String shown = item.show();
    String which = shown.length() > MAX_SHOWN ? "this item" : "the item `" + shown + "`";
    return Diagnostic.of(
            Code.UNKNOWN_NAME, field.span(), which + " has no field `" + field.name() + "`")
        .help(
            Suggestion.question(field.name(), fields)
                .orElseGet(() -> "its fields: " + Suggestion.all(fields)));
  }

  static Diagnostic ofFunction(Expr.Name function) {
    List<String> functions = Function.names();
    return Diagnostic.of(
            Code.UNKNOWN_NAME, function.span(), "there is no function `" + function.name() + "`")
        .help(
            (function.name().equals("int")
                    ? Optional.of("it is called `floor` here; `//` divides and rounds down")
                    : Suggestion.question(function.name(), functions))
                .orElseGet(() -> "the functions: " + String.join(", ", functions)));
  }
}
