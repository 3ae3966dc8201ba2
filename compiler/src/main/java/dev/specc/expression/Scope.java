package dev.specc.expression;

import java.util.Collection;
import java.util.Optional;

/** The names that an expression can use. */
public interface Scope {
  Optional<Value> lookup(String name);

  /** Every name in scope, for suggestions. */
  Collection<String> names();

  /** Why a name that means something elsewhere means nothing here. */
  default Optional<String> absence(String name) {
    return Optional.empty();
  }

  /** What to say of a name that is known elsewhere, as help; the last thing to think of. */
  default Optional<String> foreign(String name) {
    return Optional.empty();
  }
}
