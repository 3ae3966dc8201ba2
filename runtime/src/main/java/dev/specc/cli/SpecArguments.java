package dev.specc.cli;

import dev.specc.Compiler;
import dev.specc.op.Shape;
import dev.specc.read.FileSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--size",
      paramLabel = "CxHxW",
      description = "Another input size, such as 3x299x299.")
  private @Nullable String size;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @SuppressWarnings("NullAway") // picocli sets `command`
  SpecArguments() {}

  /** Compiles every spec that the arguments name, in their order. */
  List<Compiler.Result> compile() {
    Compiler compiler = new Compiler(new FileSources());
    return requests().stream().map(compiler::compile).toList();
  }

  List<Compiler.Request> requests() {
    Shape shape = size == null ? null : shape(size);
    List<Compiler.Request> requests = new ArrayList<>();
    for (String argument : specs) {
      for (String name : expand(argument)) {
        requests.add(request(name, overrides, shape));
      }
    }
    return requests;
  }

  /** Whether the arguments name one spec and one variant at most, so that one result is meant. */
  boolean nameOne() {
    return specs.size() == 1 && !isFolder(specs.getFirst());
  }

  List<String> written() {
    return specs;
  }

  static Compiler.Request request(
      String argument, Map<String, String> overrides, @Nullable Shape shape) {
    int hash = argument.lastIndexOf('#');
    boolean names = hash >= 0 && !Files.exists(Path.of(argument));
    return names
        ? new Compiler.Request(
            argument.substring(0, hash), argument.substring(hash + 1), overrides, shape)
        : new Compiler.Request(argument, null, overrides, shape);
  }

  static boolean isFolder(String argument) {
    try {
      return Files.isDirectory(Path.of(argument));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private List<String> expand(String argument) {
    if (!isFolder(argument)) {
      return List.of(argument);
    }
    List<String> found = specsBelow(Path.of(argument));
    if (found.isEmpty()) {
      throw new ParameterException(
          commandLine(), "the folder " + argument + " holds no spec (*.yaml with a `specc:` key)");
    }
    return found;
  }

  /** The specs of a folder and those below it, by name; other YAML files are not ours. */
  static List<String> specsBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".yml"))
          .filter(Files::isRegularFile)
          .filter(SpecArguments::isSpec)
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSpec(Path file) {
    try (var in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
      return head.lines().anyMatch(l -> l.startsWith("specc:") || l.startsWith("net:"));
    } catch (IOException e) {
      return true; // reading it reports why it cannot be read
    }
  }

  private Shape shape(String text) {
    try {
      List<Long> dims = Arrays.stream(text.split("x")).map(Long::parseLong).toList();
      return new Shape(dims);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          commandLine(), "--size is like 3x224x224 (channels, height, width), not `" + text + "`");
    }
  }

  CommandLine commandLine() {
    return command.commandLine();
  }
}
