package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments that name specs, and how they are compiled. */
final class SpecArguments {
  @Parameters(
      paramLabel = "SPEC[#variant]",
      arity = "1..*",
      description = "A spec, one variant of it, or a folder of specs.")
  private List<String> specs = List.of();

  @Option(
      names = "--set",
      paramLabel = "name=value",
      description = "Gives a param another value; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--size",
      paramLabel = "CxHxW",
      description = "Another input size, such as 3x299x299.")
  private @Nullable String size;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final boolean recipes;

  SpecArguments() {
    this(false);
  }

  /**
   * @param recipes whether recipes count too: those of a folder, and the default ones of specs
   */
  @SuppressWarnings("NullAway") // picocli sets `command`
  SpecArguments(boolean recipes) {
    this.recipes = recipes;
  }

  /** Compiles every spec that the arguments name, in their order. */
  List<Compiler.Result> compile() throws IOException {
    Compiler compiler = new Compiler(new FileSources());
    return requests().stream().map(compiler::compile).toList();
  }

  /**
   * Compiles the nets that the arguments name. A folder may hold libraries and recipes beside them.
   *
   * @throws ParameterException where a file is named that has no net, or there is none at all
   */
  List<Compiler.Result> nets() throws IOException {
    List<Compiler.Result> results = compile();
    if (results.stream().noneMatch(Compiler.Result::hasErrors)) {
      boolean none = results.stream().allMatch(result -> result.graphs().isEmpty());
      results.stream()
          .filter(result -> result.graphs().isEmpty())
          .forEach(r -> skip(r.request().spec(), r.model().isPresent(), none));
    }
    return results;
  }

  /**
   * Passes over a file without errors that has no net: a library of blocks, or a recipe.
   *
   * @param none whether no file has a net
   * @throws ParameterException where none has, or the file is an argument of its own, and not just
   *     one of a folder
   */
  void skip(String spec, boolean library, boolean none) {
    boolean named = specs.stream().anyMatch(a -> request(a, Map.of(), null).spec().equals(spec));
    if (none || named) {
      throw SpecSource.noNet(commandLine(), spec, library);
    }
  }

  /**
   * Prints all diagnostics on stderr where one of them is an error.
   *
   * @return whether one is
   */
  boolean printErrors(List<Compiler.Result> results) {
    boolean failed = results.stream().anyMatch(Compiler.Result::hasErrors);
    if (failed) {
      List<Compiler.Result> repaired = results.stream().map(Report::repaired).toList();
      Report.print(Report.all(repaired), commandLine().getErr(), false);
    }
    return failed;
  }

  List<Compiler.Request> requests() throws IOException {
    Shape shape = size == null ? null : InputSize.parse(commandLine(), size);
    Map<String, String> values = overrides();
    List<Compiler.Request> requests = new ArrayList<>();
    for (String argument : specs) {
      for (String name : expand(argument)) {
        Compiler.Request request = request(name, values, shape);
        requests.add(recipes ? request : request.withoutRecipe());
      }
    }
    return requests;
  }

  /** Whether the arguments name one spec and one variant at most, so that one result is meant. */
  boolean nameOne() {
    return specs.size() == 1 && !SpecFolder.is(specs.getFirst());
  }

  /** Whether the specs are to be taken otherwise than they are written. */
  boolean changeSpecs() {
    return size != null || !overrides.isEmpty();
  }

  boolean giveSize() {
    return size != null;
  }

  List<String> written() {
    return specs;
  }

  static Compiler.Request request(
      String argument, Map<String, String> overrides, @Nullable Shape shape) {
    int hash = argument.lastIndexOf('#');
    boolean names = hash >= 0 && !exists(argument);
    return names
        ? new Compiler.Request(
            argument.substring(0, hash), argument.substring(hash + 1), overrides, shape)
        : new Compiler.Request(argument, null, overrides, shape);
  }

  private static boolean exists(String argument) {
    try {
      return Files.exists(Path.of(argument));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private List<String> expand(String argument) throws IOException {
    if (!SpecFolder.is(argument)) {
      return List.of(argument);
    }
    Path folder = Path.of(argument);
    List<Path> found = recipes ? SpecFolder.specsAndRecipes(folder) : SpecFolder.specs(folder);
    if (found.isEmpty()) {
      throw new ParameterException(
          commandLine(), "the folder " + argument + " holds no spec (*.yaml with a `specc:` key)");
    }
    return found.stream().map(Path::toString).toList();
  }

  private Map<String, String> overrides() {
    return Assignments.parse(commandLine(), overrides);
  }

  CommandLine commandLine() {
    return command.commandLine();
  }
}
