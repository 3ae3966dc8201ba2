package dev.specc.read;

import static dev.specc.read.ParserStop.syntax;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.source.SourceFile;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns what the YAML parser says about a broken text into what a person can act on. */
final class SyntaxMistake {
  private SyntaxMistake() {}

  /** By the first explanation that fits; those that are surest come first. */
  static Diagnostic explain(SourceFile file, Offsets offsets, MarkedYAMLException e) {
    ParserStop stop = new ParserStop(file, offsets, e);
    LineMistakes line = new LineMistakes(stop);
    ColumnMistakes column = new ColumnMistakes(stop);
    return Stream.<Supplier<Optional<Diagnostic>>>of(
            line::noBreakSpace,
            line::template,
            column::bareStepWithModifiers,
            line::tab,
            line::unquoted,
            line::spaceAfterColon,
            line::bracketWithoutColon,
            line::stepWithoutList,
            line::colonInText,
            line::quotesEndEarly,
            line::neverClosed,
            line::closedTwice,
            column::itemWithoutDash,
            column::dashBeforeKey,
            column::keyWithoutColon,
            column::indentation)
        .flatMap(explanation -> explanation.get().stream())
        .findFirst()
        .orElseGet(() -> general(stop));
  }

  private static Diagnostic general(ParserStop stop) {
    Diagnostic plain = syntax(stop.at(), message(stop));
    Diagnostic diagnostic =
        stop.at().text().equals("[") && stop.says("expected ','")
            ? plain.help("put an expression that holds `[`, `{` or `,` in quotes")
            : plain;
    return stop.context()
        .filter(context -> context.start() != stop.at().start())
        .map(context -> diagnostic.related(context, "what it belongs to starts here"))
        .orElse(diagnostic);
  }

  private static String message(ParserStop stop) {
    if (stop.says("mapping values are not allowed")) {
      return "a `:` is not expected here: is the indentation right, or a text not in quotes?";
    }
    if (stop.says("expected <block end>")) {
      return "YAML expects nothing more here: is a quote, a `-` or a `:` missing before it?";
    }
    if (stop.says("expected ',' or '}'")) {
      return "a `,` or the closing `}` is missing before this";
    }
    if (stop.says("expected ',' or ']'")) {
      return "a `,` or the closing `]` is missing before this";
    }
    return "not YAML: " + stop.problem();
  }
}
