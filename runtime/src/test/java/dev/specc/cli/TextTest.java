package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read: counts, ok lines, tables. */
class TextTest {
  private static final String FINE =
      """
      specc: 1
      name: fine
      input: [3, 8, 8]
      net:
        - sequence:
            - conv: {out: 4, kernel: 3}
              as: conv
            - relu:
              as: act
          as: stem
        - flatten
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void oneFileThatIsFine() throws IOException {
    assertEquals(
        """
        ok  fine.yaml  [3, 8, 8] -> [144]  112 parameters  3,888 MACs
        no errors
        """,
        run(0, "check", write("fine.yaml", FINE)).out());
  }

  @Test
  void variantsAndSeveralFilesInColumns() throws IOException {
    String varied =
        FINE.replace("name: fine", "name: varied\nparams: {c: 4}\nvariants: {a: {}, b: {c: 10}}")
            .replace("out: 4", "out: c");
    assertEquals(
        """
        ok  fine.yaml      [3, 8, 8] -> [144]  112 parameters  3,888 MACs
        ok  varied.yaml#a  [3, 8, 8] -> [144]  112 parameters  3,888 MACs
        ok  varied.yaml#b  [3, 8, 8] -> [360]  280 parameters  9,720 MACs
        no errors in 2 files
        """,
        run(0, "check", write("fine.yaml", FINE), write("varied.yaml", varied)).out());
  }

  @Test
  void severalInputsAndOutputsAreAllShown() throws IOException {
    String two =
        """
        specc: 1
        name: two
        inputs: {left: [1, 8, 8], right: [2, 8, 8]}
        net:
          - concat: [left, right]
            as: both
          - conv: {out: 5, kernel: 3}
            as: narrow
        outputs: [both, narrow]
        """;
    assertTrue(
        run(0, "check", write("two.yaml", two))
            .out()
            .contains("[1, 8, 8], [2, 8, 8] -> [3, 8, 8], [5, 6, 6]"));
  }

  @Test
  void aLibraryOfBlocks() throws IOException {
    String blocks = "specc: 1\nname: b\nblocks:\n  Twice:\n    body: [relu, relu]\n";
    assertEquals(
        "ok  b.yaml  a library of blocks\nno errors\n",
        run(0, "check", write("b.yaml", blocks)).out());
  }

  @Test
  void errorsAndWarningsAreCounted() throws IOException {
    String warns = FINE.replace("relu:", "batch_norm:");
    assertTrue(run(0, "check", write("w.yaml", warns)).out().endsWith("\n1 warning\n"));
    String wrong = FINE.replace("relu:", "rellu:");
    Outcome both = run(1, "check", write("w.yaml", warns), write("e.yaml", wrong));
    assertTrue(both.out().endsWith("\n1 error, 1 warning in 2 files\n"), both.out());
    String twice = wrong.replace("flatten", "fllatten");
    assertTrue(run(1, "check", write("e.yaml", twice)).out().endsWith("\n2 errors\n"));
  }

  @Test
  void aFileWithErrorsDoesNotHideTheOthers() throws IOException {
    Outcome outcome =
        run(1, "check", write("e.yaml", "net: 5\n"), write("fine.yaml", FINE), folder + "/none");
    assertTrue(outcome.out().contains("\nok  fine.yaml  "), outcome.out());
    assertTrue(outcome.out().contains("none does not exist"), outcome.out());
    assertTrue(outcome.out().contains("e.yaml:1:6"), outcome.out());
  }

  @Test
  void aMistakeInAnImportedFileIsSaidOnce() throws IOException {
    write("blocks.yaml", "specc: 1\nname: b\nblocks:\n  Twice:\n    body: [rellu, relu]\n");
    String spec = "specc: 1\nname: a\nimport: [blocks]\ninput: [3, 8, 8]\nnet: [Twice]\n";
    Outcome outcome = run(1, "check", write("a.yaml", spec), write("c.yaml", spec));
    assertTrue(outcome.out().endsWith("\n1 error in 2 files\n"), outcome.out());
  }

  @Test
  void foldersAreSearchedButForHiddenOnes() throws IOException {
    Files.createDirectories(folder.resolve("specs/more"));
    Files.createDirectories(folder.resolve("specs/.hidden"));
    write("specs/b.yaml", FINE);
    write("specs/more/a.yml", FINE);
    write("specs/.hidden/c.yaml", "net: 5\n");
    write("specs/compose.yaml", "services: {}\n");
    String expected =
        """
        ok  specs/b.yaml      [3, 8, 8] -> [144]  112 parameters  3,888 MACs
        ok  specs/more/a.yml  [3, 8, 8] -> [144]  112 parameters  3,888 MACs
        no errors in 2 files
        """;
    assertEquals(expected, run(0, "check", folder + "/specs").out());
    Files.createSymbolicLink(folder.resolve("specl"), Path.of("specs"));
    assertEquals(expected.replace("specs", "specl"), run(0, "check", folder + "/specl").out());
  }

  @Test
  void anotherInputSize() throws IOException {
    assertTrue(
        run(0, "check", write("f.yaml", FINE), "--size", "3x10x12")
            .out()
            .contains("[3, 10, 12] -> [320]"));
  }

  @Test
  void shapesFoldBelowADepth() throws IOException {
    assertEquals(
        """
        fine: input [3, 8, 8]
        path   op       output     parameters   macs
        stem   2 ops    [4, 6, 6]         112  3,888
        1      flatten  [144]               -      -
        total           [144]             112  3,888
        """,
        run(0, "shapes", "--depth", "1", write("fine.yaml", FINE)).out());
  }

  @Test
  void shapesShowTheColumnsAskedFor() throws IOException {
    assertEquals(
        """
        fine: input [3, 8, 8]
        path       field  stride  activation  inputs     line
        stem.conv    3x3     1x1         576  input         6
        stem.act     3x3     1x1         576  stem.conv     8
        1            all       -           -  stem.act     11
        total                          1,920
        """,
        run(
                0,
                "shapes",
                "--columns",
                "path,field,stride,activation,inputs,line",
                write("fine.yaml", FINE))
            .out());
  }

  @Test
  void sizesSayWhatFails() throws IOException {
    assertEquals(
        """
        fine.yaml: all from 3 on (tried to 512)
          2x2 fails at fine.yaml:6:32: a 3x3 window does not fit into a 2x2 input
        """,
        run(0, "sizes", write("fine.yaml", FINE)).out());
    String pooled = FINE.replace("- flatten", "- expect: [4, 6, 6]\n    relu:");
    Outcome only = run(0, "sizes", write("only.yaml", pooled));
    assertTrue(only.out().startsWith("only.yaml: 8 (tried to 512)\n"), only.out());
  }

  @Test
  void sizesOfASpecThatIsWrongAtAnySize() throws IOException {
    Outcome outcome =
        run(1, "sizes", "--to", "9", write("e.yaml", FINE.replace("relu:", "rellu:")));
    assertTrue(outcome.all().contains("rellu"), outcome.all());
    String never = FINE.replace("- flatten", "- linear: {out: 3}");
    Outcome none = run(1, "sizes", "--to", "9", write("n.yaml", never));
    assertTrue(none.out().startsWith("n.yaml: none from 1 to 9\n"), none.out());
  }

  @Test
  void sizesOfAVectorHaveNoMeaning() throws IOException {
    String vector = "specc: 1\nname: v\ninput: [8]\nnet: [linear: {out: 3}]\n";
    Outcome outcome = run(1, "sizes", write("v.yaml", vector));
    assertTrue(outcome.err().contains("the input has 1 dimension"), outcome.err());
  }

  /** Each input takes a size of its own. */
  private static final String MIXED =
      """
      specc: 1
      params: {side: 64}
      inputs: {left: [3, 32, 32], right: [3, side, side]}
      net:
        - conv: {out: 8, kernel: 1}
          from: left
          as: a
        - conv: {out: 8, kernel: 2}
          from: right
          as: b
      outputs: {first: a, second: b}
      """;

  @Test
  void sizesOfSeveralInputsAreNotTried() throws IOException {
    Outcome outcome = run(1, "sizes", write("mixed.yaml", MIXED));
    assertEquals("", outcome.out());
    assertTrue(
        outcome.err().contains("sizes are tried for one input, and the net takes 2: left, right"),
        outcome.err());
  }

  @Test
  void oneSizeIsGivenToSeveralInputsOnlyWhereTheyHaveOne() throws IOException {
    String mixed = write("mixed.yaml", MIXED);
    for (String command : List.of("shapes", "check", "graph", "fit", "passes")) {
      Outcome outcome = run(1, command, mixed, "--size", "3x16x16");
      assertTrue(
          outcome.all().contains("here they differ: `left` is 3x32x32, `right` is 3x64x64"),
          outcome.all());
      assertEquals(1, outcome.all().split("error\\[", -1).length - 1, outcome.all());
    }
    Outcome same = run(0, "shapes", mixed, "--size", "3x16x16", "--set", "side=32");
    String inputs = "mixed: input left [3, 16, 16], right [3, 16, 16]\n";
    assertTrue(same.out().startsWith(inputs), same.out());
  }

  @Test
  void aLibraryHasNoNetToShow() throws IOException {
    String library = write("blocks.yaml", "specc: 1\nblocks: {Twice: {body: [relu, relu]}}\n");
    for (String command : List.of("shapes", "passes", "sizes", "fit", "graph")) {
      Outcome outcome = run(2, command, library);
      assertEquals(
          "error: blocks.yaml is a library of blocks; it has no net",
          outcome.err().lines().findFirst().orElseThrow());
      assertEquals("", outcome.out());
    }
    run(2, "weights", "list", library);
    String recipe = write("recipe.yaml", "recipe: 1\n");
    for (String command : List.of("shapes", "passes", "sizes", "fit", "graph")) {
      Outcome outcome = run(2, command, recipe);
      assertTrue(outcome.err().contains("recipe.yaml is a recipe; it has no net"), outcome.all());
    }
    run(2, "shapes", folder.toString());
    write("net.yaml", "specc: 1\ninput: [3, 8, 8]\nnet: [relu]\n");
    for (String command : List.of("shapes", "passes", "sizes")) {
      run(0, command, folder.toString());
      run(2, command, folder.resolve("net.yaml").toString(), library);
    }
  }

  private Outcome run(int status, String... args) {
    Outcome outcome = Outcome.of(args).without(folder);
    assertEquals(status, outcome.status(), outcome.all());
    return outcome;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
