package dev.specc.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.library.CompiledNet;
import dev.specc.library.SpecException;
import dev.specc.library.Specc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java program that README shows compiles and runs; mistakes are told as `check` tells them.
 */
class ReadmeJavaTest {
  private static final Path ROOT = Path.of(System.getProperty("specc.root"));
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder = Path.of("");

  @Test
  void theProgramRuns() throws IOException, ReflectiveOperationException {
    Matcher found = JAVA.matcher(Files.readString(ROOT.resolve("README.md")));
    assertTrue(found.find(), "README has a program");
    String program = found.group(1).replace("specs/", ROOT.resolve("specs") + "/");
    Path source = Files.writeString(folder.resolve("Example.java"), program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String classPath = System.getProperty("java.class.path");
    int status =
        compiler.run(
            null, null, errors, "-cp", classPath, "-d", folder.toString(), source.toString());
    assertEquals(0, status, errors.toString(StandardCharsets.UTF_8));
    assertEquals("(2, 10)\n", output(folder));
  }

  private static String output(Path classes) throws IOException, ReflectiveOperationException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> example = loader.loadClass("Example");
      example.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void paramsChangeTheNet() {
    String spec = ROOT.resolve("specs/resnet_cifar.yaml") + "#resnet20";
    CompiledNet shallow = Specc.compile(spec, Map.of());
    CompiledNet wide = Specc.compile(spec, Map.of("classes", "100"));
    assertEquals("[10]", shallow.graph().outputShape().toString());
    assertEquals("[100]", wide.graph().outputShape().toString());
  }

  @Test
  void mistakesAreTheReportOfCheck() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("bad.yaml"), "specc: 1\nname: bad\ninput: [1, 8, 8]\nnet: [rulu]\n");
    SpecException bad = Assertions.assertThrows(SpecException.class, () -> Specc.compile(spec));
    assertEquals(1, bad.diagnostics().size());
    String message = String.valueOf(bad.getMessage());
    assertTrue(message.contains("bad.yaml:4:7"), message);
    assertTrue(message.contains("relu"), message);
    String several =
        Assertions.assertThrows(
                SpecException.class, () -> Specc.compile(ROOT.resolve("specs/resnet.yaml")))
            .getMessage();
    assertTrue(String.valueOf(several).contains("resnet.yaml#resnet18"), several);
  }
}
