package dev.specc.expression;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Suggestion;
import java.util.Collection;
import java.util.List;

/** What to say of a name that means nothing where it stands, and which one may be meant. */
final class UnknownName {
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
                .or(() -> Suggestion.question(name.name(), scope.names()))
                .orElseGet(() -> known(scope) + otherwise));
  }

  private static String known(Scope scope) {
    List<String> names = scope.names().stream().sorted().distinct().toList();
    return names.isEmpty() ? "no names are known here" : "known here: " + Suggestion.all(names);
  }

  static Diagnostic ofField(Expr.Name field, Value.Fields item) {
    Collection<String> fields = item.values().keySet();
    return Diagnostic.of(
            Code.UNKNOWN_NAME, field.span(), "this item has no field `" + field.name() + "`")
        .help(
            Suggestion.question(field.name(), fields)
                .orElseGet(() -> "its fields: " + Suggestion.all(fields)));
  }

  static Diagnostic ofFunction(Expr.Name function) {
    List<String> functions = Function.names();
    return Diagnostic.of(
            Code.UNKNOWN_NAME, function.span(), "there is no function `" + function.name() + "`")
        .help(
            Suggestion.question(function.name(), functions)
                .orElseGet(() -> "the functions: " + String.join(", ", functions)));
  }
}
