package dev.specc.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What ARCHITECTURE.md says of packages is true of the classes. */
class ArchitectureTest {
  private static final Path PAGE =
      Path.of(System.getProperty("specc.root")).resolve("ARCHITECTURE.md");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.specc");

  @Test
  void dataFlowInOneDirection() {
    slices().matching("dev.specc.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theCommandLineIsNobodysDependency() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.specc.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.specc.cli..")
        .check(CLASSES);
  }

  @Test
  void everyPackageHasARow() throws IOException {
    String page = Files.readString(PAGE);
    CLASSES.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith("dev.specc."))
        .map(name -> name.substring("dev.specc.".length()))
        .distinct()
        .forEach(name -> assertTrue(hasRow(page, name), "no row for " + name));
  }

  /** {@code report.plot} is a room of {@code report}. */
  private static boolean hasRow(String page, String name) {
    String stage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return page.contains("`" + name + "` |")
        || (!stage.isEmpty() && page.contains("`" + stage + "` |"));
  }
}
