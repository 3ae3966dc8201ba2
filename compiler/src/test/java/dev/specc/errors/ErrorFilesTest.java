package dev.specc.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every bad spec below {@code errors/} gives exactly the report beside it. {@code
 * -Dspecc.update=true} rewrites the reports, and then fails once so that nobody forgets to read
 * them.
 */
class ErrorFilesTest {
  private static final Path ROOT =
      Path.of(System.getProperty("specc.root", ".."), "compiler/src/test/resources/errors");

  private static final boolean UPDATE = Boolean.getBoolean("specc.update");

  /** What one spec in this folder cannot show, and why. */
  private static final Map<Code, String> NOT_SHOWN =
      Map.of(
          Code.FILE_NOT_READABLE, "a spec that is here can be read",
          Code.FILE_TOO_LARGE, "a spec of more than 8 MiB has no place in a repository");

  @TestFactory
  Stream<DynamicTest> givesItsReport() throws IOException {
    return ErrorFile.below(ROOT).stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), file.spec().toUri(), () -> check(file)));
  }

  private static void check(ErrorFile file) throws IOException {
    List<Diagnostic> diagnostics = file.compile(new ErrorFolder(ROOT)).diagnostics();
    assertFalse(diagnostics.isEmpty(), "it is meant to be wrong, and nothing is said");
    String report = ErrorFile.report(diagnostics);
    if (UPDATE && !report.equals(file.expected())) {
      Files.writeString(file.golden(), report);
      fail("the report is rewritten; read it, and run again without specc.update");
    }
    assertEquals(file.expected(), report);
  }

  @Test
  void everyReportHasItsSpec() throws IOException {
    Set<Path> known = new TreeSet<>();
    for (ErrorFile file : ErrorFile.below(ROOT)) {
      known.add(file.spec());
      known.add(file.golden());
    }
    for (Path file : filesOutsideLibraries()) {
      if (UPDATE && !known.contains(file)) {
        Files.delete(file);
      }
      assertTrue(known.contains(file), file + " belongs to no spec");
    }
  }

  private static List<Path> filesOutsideLibraries() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(f -> Files.isRegularFile(f) && !isLibrary(f)).toList();
    }
  }

  private static boolean isLibrary(Path file) {
    return file.getParent().endsWith("lib");
  }

  @Test
  void everyLibraryIsImported() throws IOException {
    ErrorFolder folder = new ErrorFolder(ROOT);
    for (ErrorFile file : ErrorFile.below(ROOT)) {
      if (file.name().startsWith("imports/") || file.name().startsWith("wiring/")) {
        file.compile(folder);
      }
    }
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(ErrorFilesTest::isLibrary).toList()) {
        String name = ROOT.relativize(file).toString();
        assertTrue(folder.read().contains(name), name + " is imported by no spec");
      }
    }
  }

  @Test
  void everyCodeAppears() throws IOException {
    Set<Code> missing = EnumSet.allOf(Code.class);
    for (ErrorFile file : ErrorFile.below(ROOT)) {
      String report = file.expected();
      missing.removeIf(code -> report.contains("[" + code.id() + "]"));
    }
    assertEquals(NOT_SHOWN.keySet(), missing);
  }
}
