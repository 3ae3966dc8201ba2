package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `golden` shows what a change does to every layer. */
class GoldenCommandTest {
  private static final String SPEC =
      """
      specc: 1
      name: varied
      params: {filters: 4}
      variants: {small: {}, wide: {filters: 8}}
      input: [3, 8, 8]
      net:
        - conv: {out: filters, kernel: 3}
        - relu
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void theRepositorysOwnAreAsExpected() {
    Outcome outcome = Outcome.of("golden", Golden.repository("specs").toString());
    assertEquals(0, outcome.status(), outcome.all());
    assertTrue(outcome.out().endsWith(" as expected, 0 not\n"), outcome.out());
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    write("varied.yaml", SPEC);
    assertOutcome(
        1,
        """
        golden/varied#small.shapes is missing; `specc golden --update` writes it
        golden/varied#wide.shapes is missing; `specc golden --update` writes it
        0 as expected, 2 not
        """,
        golden());
  }

  @Test
  void updateWritesThemBesideTheSpec() throws IOException {
    write("varied.yaml", SPEC);
    assertOutcome(0, "2 golden files written\n", golden("--update"));
    assertEquals(
        """
        varied#wide: input [3, 8, 8]
        path   op    output     parameters   macs
        0      conv  [8, 6, 6]         224  7,776
        1      relu  [8, 6, 6]           -      -
        total        [8, 6, 6]         224  7,776
        """,
        Files.readString(folder.resolve("golden/varied#wide.shapes")));
    assertOutcome(0, "2 as expected, 0 not\n", golden());
  }

  @Test
  void differencesAreShownLineByLine() throws IOException {
    write("varied.yaml", SPEC);
    golden("--update");
    write("varied.yaml", SPEC.replace("filters: 8", "filters: 9"));
    assertOutcome(
        1,
        """
        golden/varied#wide.shapes differs:
          - 0      conv  [8, 6, 6]         224  7,776
          - 1      relu  [8, 6, 6]           -      -
          - total        [8, 6, 6]         224  7,776
          + 0      conv  [9, 6, 6]         252  8,748
          + 1      relu  [9, 6, 6]           -      -
          + total        [9, 6, 6]         252  8,748
        1 as expected, 1 not
        """,
        golden());
  }

  @Test
  void otherLineEndsDifferToo() throws IOException {
    write("varied.yaml", SPEC);
    golden("--update");
    Path file = folder.resolve("golden/varied#wide.shapes");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    assertOutcome(
        1,
        """
        golden/varied#wide.shapes differs:
          the same lines in another order, or other line ends
        1 as expected, 1 not
        """,
        golden());
  }

  @Test
  void aGoldenFileThatIsNoTextDiffers() throws IOException {
    write("varied.yaml", SPEC);
    golden("--update");
    Files.write(folder.resolve("golden/varied#wide.shapes"), new byte[] {(byte) 0xff, 0});
    assertEquals(1, golden().status());
  }

  @Test
  void filesThatBelongToNoSpecAreStale() throws IOException {
    write("varied.yaml", SPEC);
    golden("--update");
    write("varied.yaml", SPEC.replace("small: {}, ", ""));
    assertOutcome(
        1,
        """
        golden/varied#small.shapes belongs to no spec; `specc golden --update` deletes it
        1 as expected, 1 not
        """,
        golden());
    assertOutcome(
        0,
        """
        golden/varied#small.shapes belonged to no spec, and is deleted
        1 golden file written
        """,
        golden("--update"));
    assertOutcome(0, "1 as expected, 0 not\n", golden());
  }

  @Test
  void ofOneVariantNothingElseIsStale() throws IOException {
    write("varied.yaml", SPEC);
    golden("--update");
    Outcome outcome = Outcome.of("golden", folder + "/varied.yaml#wide");
    assertOutcome(0, "1 as expected, 0 not\n", outcome);
  }

  @Test
  void whatASpecWithErrorsExpectsIsKept() throws IOException {
    write("varied.yaml", SPEC);
    golden("--update");
    write("varied.yaml", SPEC.replace("relu", "rellu"));
    assertEquals(1, golden().status());
    assertEquals(1, golden("--update").status());
    assertTrue(Files.exists(folder.resolve("golden/varied#small.shapes")));
    assertTrue(Files.exists(folder.resolve("golden/varied#wide.shapes")));
  }

  @Test
  void filesOutsideAGoldenFolderAreNotOurs() throws IOException {
    write("varied.yaml", SPEC);
    write("notes.shapes", "mine\n");
    golden("--update");
    assertOutcome(0, "2 as expected, 0 not\n", golden());
    assertTrue(Files.exists(folder.resolve("notes.shapes")));
  }

  @Test
  void specsBelowHaveTheirOwnFolder() throws IOException {
    Files.createDirectories(folder.resolve("more"));
    write("more/varied.yaml", SPEC);
    golden("--update");
    assertTrue(Files.exists(folder.resolve("more/golden/varied#wide.shapes")));
    assertOutcome(0, "2 as expected, 0 not\n", golden());
  }

  private void assertOutcome(int status, String out, Outcome outcome) {
    assertEquals(out, outcome.without(folder).out());
    assertEquals(status, outcome.status());
    assertEquals("", outcome.err());
  }

  private Outcome golden(String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "golden";
    args[1] = folder.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    return Outcome.of(args);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
