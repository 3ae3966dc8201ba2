package dev.specc.errors;

import dev.specc.Compiler;
import dev.specc.op.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first line of a spec that is not checked as it is, written as on the command line: {@code #
 * specc check NAME.yaml#variant --set=name=value --size=3x4x4}.
 */
final class CheckComment {
  private static final String COMMAND = "# specc check ";

  private CheckComment() {}

  static Compiler.Request request(String name, String text) {
    Compiler.Request request = Compiler.Request.of(name);
    String first = text.lines().findFirst().orElse("");
    if (first.startsWith(COMMAND)) {
      for (String word : first.substring(COMMAND.length()).split(" ")) {
        request = with(request, word);
      }
    }
    return request;
  }

  private static Compiler.Request with(Compiler.Request request, String word) {
    if (word.startsWith("--set=")) {
      String[] parts = word.substring("--set=".length()).split("=", 2);
      Map<String, String> overrides = new LinkedHashMap<>(request.overrides());
      overrides.put(parts[0], parts[1]);
      return new Compiler.Request(request.spec(), request.variant(), overrides, request.size());
    }
    if (word.startsWith("--size=")) {
      List<Long> dims =
          Arrays.stream(word.substring("--size=".length()).split("x")).map(Long::valueOf).toList();
      return new Compiler.Request(
          request.spec(), request.variant(), request.overrides(), new Shape(dims));
    }
    int hash = word.indexOf('#');
    return hash < 0 ? request : request.variant(word.substring(hash + 1));
  }
}
