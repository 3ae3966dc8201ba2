package dev.specc.expression;

import java.util.Collection;
import java.util.Optional;

/** The names that an expression can use. */
public interface Scope {
  Optional<Value> lookup(String name);

  /** Why a name that one might expect is not in scope; empty for any other. */
  default Optional<String> absence(String name) {
    return Optional.empty();
  }

  /** Every name in scope, for suggestions. */
  Collection<String> names();
}
