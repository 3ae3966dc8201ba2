package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `check --fix` changes what is wrong and nothing else. */
class FixTest {
  private static final String TYPO =
      """
      specc: 1
      name: small
      input: [3, 8, 8]
      net:
        - rellu   # a comment
      """;

  @TempDir private Path folder = Path.of("");

  /** Each case of {@code fixes.txt} is a spec, {@code ---}, and the lines that the fix changed. */
  @Test
  void fixesAreTheSmallestChangeWithWhichTheSpecPasses() throws IOException {
    StringBuilder actual = new StringBuilder();
    Path cases = Golden.FOLDER.resolve("fixes.txt");
    for (String text : Files.readString(cases).split("(?m)^=== ")) {
      if (!text.isEmpty()) {
        int line = text.indexOf('\n') + 1;
        String before = text.substring(line, text.indexOf("---\n"));
        actual.append("=== ").append(text, 0, line).append(before).append("---\n");
        actual.append(difference(before, fixed(before, text.substring(0, line - 1))));
      }
    }
    Golden.assertFile(cases, actual.toString());
  }

  private String fixed(String before, String name) throws IOException {
    Path file = Files.writeString(folder.resolve("spec.yaml"), before);
    Outcome outcome = Outcome.of("check", "--fix", file.toString());
    assertEquals(0, outcome.status(), name + "\n" + outcome.all());
    assertTrue(outcome.out().startsWith("fixed " + file + ":"), outcome.out());
    assertEquals(0, Outcome.of("check", file.toString()).status(), name);
    return Files.readString(file);
  }

  private static String difference(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    StringBuilder text = new StringBuilder();
    old.stream().filter(l -> !now.contains(l)).forEach(l -> text.append("- " + l + "\n"));
    now.stream().filter(l -> !old.contains(l)).forEach(l -> text.append("+ " + l + "\n"));
    return text.toString();
  }

  @Test
  void fixesAreToldOneByOne() throws IOException {
    Path file = write("a.yaml", TYPO.replace("8, 8]", "8, 8]\nautor: me") + "  - gellu\n");
    Outcome outcome = Outcome.of("check", "--fix", file.toString()).without(folder);
    assertEquals(1, outcome.status());
    assertTrue(
        outcome
            .out()
            .startsWith("fixed a.yaml:6:5: write `relu`\nfixed a.yaml:7:5: write `gelu`\n"),
        outcome.out());
    assertTrue(outcome.out().endsWith("1 error\n"), outcome.out());
  }

  @Test
  void nothingIsWrittenWhereNothingHelps() throws IOException {
    String text = TYPO.replace("rellu", "conv: {out: nothing_like_it, kernel: 1}");
    assertUntouched(1, write("a.yaml", text));
  }

  /** Of a U-Net, 60 pixels high: no stride in the one block can mend what the poolings round. */
  @Test
  void nothingIsWrittenThatOnlyMovesTheErrorElsewhere() throws IOException {
    String unet =
        """
        specc: 1
        name: unet
        params: {size: 60}
        input: [1, size, size]
        blocks:
          Double:
            params: {out}
            body:
              - repeat:
                  - conv: {out: out, kernel: 3, padding: 1, bias: false}
                  - batch_norm
                  - relu
                times: 2
          Up:
            params: {out}
            inputs: [below, skip]
            body:
              - conv_transpose: {out: out, kernel: 2, stride: 2}
                as: up
              - concat: [skip, up]
              - Double: {out: out}
        net:
          - Double: {out: 4}
            as: enc1
          - max_pool: {kernel: 2}
          - Double: {out: 8}
            as: enc2
          - max_pool: {kernel: 2}
          - Double: {out: 16}
            as: enc3
          - max_pool: {kernel: 2}
          - Double: {out: 32}
            as: bottom
          - Up: {out: 16}
            from: [bottom, enc3]
            as: up3
          - Up: {out: 8}
            from: [up3, enc2]
            as: up2
          - Up: {out: 4}
            from: [up2, enc1]
        """;
    assertUntouched(1, write("a.yaml", unet));
  }

  /** The brackets bring the wrong size to light, which has a fix as well: both are written. */
  @Test
  void whatOneFixBringsToLightIsMendedWithIt() throws IOException {
    String spec =
        """
        specc: 1
        name: small
        input: [3, 8, 8]
        net:
          - branches:
              a: [conv: {out: 8, kernel: 3, padding: 1}]
              b: [conv: {out: 8, kernel: 1}]
              c: conv: {out: 8, kernel: 5}
        """;
    Path file = write("a.yaml", spec);
    assertEquals(0, Outcome.of("check", "--fix", file.toString()).status());
    String mended =
        spec.replace("conv: {out: 8, kernel: 5}", "[conv: {out: 8, kernel: 5, padding: 2}]");
    assertEquals(mended, Files.readString(file));
  }

  @Test
  void nothingIsWrittenWhereNothingIsWrong() throws IOException {
    assertUntouched(0, write("a.yaml", TYPO.replace("rellu", "relu")));
  }

  @Test
  void warningsAreNotFixed() throws IOException {
    String text = TYPO.replace("rellu", "conv: {out: 4, kernel: 1}") + "  - batch_norm\n";
    assertUntouched(0, write("a.yaml", text));
  }

  private static void assertUntouched(int status, Path file) throws IOException {
    String before = Files.readString(file);
    var time = Files.getLastModifiedTime(file);
    var key = Files.readAttributes(file, "*").get("fileKey");
    assertEquals(status, Outcome.of("check", "--fix", file.toString()).status());
    assertEquals(before, Files.readString(file));
    assertEquals(time, Files.getLastModifiedTime(file));
    assertEquals(key, Files.readAttributes(file, "*").get("fileKey"));
  }

  @Test
  void importedFilesAreNotEdited() throws IOException {
    Path blocks =
        write("blocks.yaml", "specc: 1\nname: b\nblocks:\n  Twice:\n    body: [rellu, relu]\n");
    String before = Files.readString(blocks);
    Path spec =
        write("a.yaml", "specc: 1\nname: a\nimport: [blocks]\ninput: [3, 8, 8]\nnet: [Twice]\n");
    assertEquals(1, Outcome.of("check", "--fix", spec.toString()).status());
    assertEquals(before, Files.readString(blocks));
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path file = write("real.yaml", TYPO);
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("real.yaml"));
    assertEquals(0, Outcome.of("check", "--fix", link.toString()).status());
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(TYPO.replace("rellu", "relu"), Files.readString(file));
  }

  @Test
  void permissionsStay() throws IOException {
    Path file = write("a.yaml", TYPO);
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    for (String permissions : List.of("rw-r--r--", "rwxrwx---", "rw-------")) {
      Files.writeString(file, TYPO);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      assertEquals(0, Outcome.of("check", "--fix", file.toString()).status());
      assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @Test
  void aFileThatMayNotBeWrittenIsOneErrorAndStays() throws IOException {
    Path file = write("a.yaml", TYPO);
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "root writes everything");
    Outcome outcome = Outcome.of("check", "--fix", file.toString());
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("permission denied"), outcome.err());
    assertEquals(TYPO, Files.readString(file));
  }

  @Test
  void noOtherFileIsLeftBehind() throws IOException {
    Path file = write("a.yaml", TYPO);
    Outcome.of("check", "--fix", file.toString());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void lineEndsStay() throws IOException {
    String text =
        """
        specc: 1
        name: small
        input: [16, 32, 32]
        net:
          - residual:
              - conv: {out: 32, kernel: 3, stride: 2, padding: 1}
          - relu
        """;
    Path file = write("a.yaml", text.replace("\n", "\r\n"));
    assertEquals(0, Outcome.of("check", "--fix", file.toString()).status());
    String expected = text.replace("  - relu\n", "    shortcut: projection\n  - relu\n");
    assertEquals(expected.replace("\n", "\r\n"), Files.readString(file));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
