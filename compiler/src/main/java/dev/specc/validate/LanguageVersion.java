package dev.specc.validate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Kind;
import java.util.Optional;

/** The version that a text says it is written for, as {@code specc: 1} or {@code recipe: 1}. */
final class LanguageVersion {
  private LanguageVersion() {}

  /**
   * The one diagnostic for a text of another version: it may mean anything, so nothing else is said
   * about it.
   *
   * @param key which says the version
   * @param what the text is: {@code spec} or {@code recipe}
   * @return empty where the version is this one, or is none
   */
  static Optional<Diagnostic> other(YamlNode root, String key, String what) {
    if (!(root instanceof YamlNode.Mapping mapping)
        || !(mapping.get(key).orElse(null) instanceof YamlNode.Scalar version)
        || !version.is(Kind.INTEGER)
        || version.text().equals("1")) {
      return Optional.empty();
    }
    String message =
        "the %s is written for version %s of the language, and this is version 1"
            .formatted(what, version.text());
    boolean newer = version.text().matches("[2-9]|[1-9]\\d+");
    return Optional.of(
        Diagnostic.of(Code.UNSUPPORTED_VERSION, version.span(), message)
            .help(newer ? "a newer specc reads it" : "write `1`"));
  }
}
