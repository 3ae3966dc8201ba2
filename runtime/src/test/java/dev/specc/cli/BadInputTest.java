package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever `check` is given, it says in one error what is wrong, and ends with 1. */
class BadInputTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void textThatIsNoYaml() throws IOException {
    assertOneError("SPC0003", "`[` has no closing `]`", write("a.yaml", "a: [1, 2\n"));
  }

  @Test
  void aValueOfTheWrongType() throws IOException {
    assertOneError(
        "SPC0101", "`net` is a list of steps", write("a.yaml", "specc: 1\ninput: [1]\nnet: 5\n"));
  }

  @Test
  void aDocumentThatIsNoMap() throws IOException {
    assertOneError("SPC0101", "", write("a.yaml", "just a sentence\n"));
  }

  @Test
  void anUnknownKey() throws IOException {
    String text = "specc: 1\nname: x\ninput: [3]\nnet: [relu]\nautor: me\n";
    assertOneError("SPC0102", "a spec has no key `autor`", write("a.yaml", text));
  }

  @Test
  void aFileThatDoesNotExist() throws IOException {
    assertOneError("SPC0001", "does not exist", folder.resolve("none.yaml").toString());
    Path net = Files.writeString(folder.resolve("net.yaml"), "specc: 1");
    assertOneError("SPC0001", "did you mean `" + net, folder.resolve("net").toString());
    assertOneError("SPC0001", "did you mean `" + net, folder.resolve("nett.yaml").toString());
  }

  @Test
  void anEmptyFile() throws IOException {
    assertOneError("SPC0004", "is empty", write("a.yaml", ""));
  }

  @Test
  void aFileOfCommentsOnly() throws IOException {
    assertOneError("SPC0004", "is empty", write("a.yaml", "# nothing yet\n\n"));
  }

  @Test
  void binaryJunk() throws IOException {
    byte[] junk = new byte[4096];
    new Random(7).nextBytes(junk);
    Path file = folder.resolve("junk.yaml");
    Files.write(file, junk);
    assertOneError("SPC0002", "is not UTF-8 text", file.toString());
  }

  @Test
  void textWithControlCharacters() throws IOException {
    assertOneError(
        "SPC0002", "it holds the control character U+0000", write("a.yaml", "specc: \0\n"));
  }

  @Test
  void aHundredMegabytes() throws IOException {
    Path file = folder.resolve("large.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100L << 20);
    }
    assertOneError("SPC0304", "is larger than 8 MiB", file.toString());
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    Path file = Path.of(write("secret.yaml", "specc: 1\n"));
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root reads everything");
    assertOneError("SPC0001", "permission denied", file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "/dev/zero"})
  void aDevice(String device) {
    assumeTrue(Files.exists(Path.of(device)));
    assertOneError("SPC0001", "is not a regular file", device);
  }

  @Test
  void aPipeThatNobodyWritesTo() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.yaml");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
    assertOneError("SPC0001", "is not a regular file", pipe.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "#", "#variant", "a\0b.yaml", "a\0b#c", "ü ☃\u202e", "a\nb", "*", "~"})
  void namesThatNoFileHas(String name) {
    assertOneError("SPC0001", "", name);
  }

  @Test
  void aBrokenSymbolicLink() throws IOException {
    Path link = folder.resolve("link.yaml");
    Files.createSymbolicLink(link, folder.resolve("gone.yaml"));
    assertOneError("SPC0001", "does not exist", link.toString());
  }

  @Test
  void aVariantThatTheSpecDoesNotHave() {
    String spec = Golden.repository("specs/vgg.yaml").toString();
    Outcome outcome = Outcome.of("check", spec + "#vgg11bn");
    assertEquals(1, outcome.status());
    assertTrue(outcome.out().contains("vgg.yaml has no variant `vgg11bn`"), outcome.out());
    assertTrue(outcome.out().contains("did you mean `vgg11_bn`?"), outcome.out());
  }

  @Test
  void aVariantOfASpecThatHasNone() {
    String spec = Golden.repository("specs/lenet.yaml").toString();
    assertOneError("SPC0118", "it has no variants", spec + "#tiny");
  }

  @Test
  void aFolderWithoutSpecsIsWrongUsage() throws IOException {
    write("other.yaml", "version: 3\n");
    Outcome outcome = Outcome.of("check", folder.toString());
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("holds no spec"), outcome.err());
  }

  @Test
  void aParamThatTheSpecDoesNotHave() {
    String spec = Golden.repository("specs/lenet.yaml").toString();
    Outcome outcome = Outcome.of("check", spec, "--set", "klasses=3");
    assertEquals(1, outcome.status());
    assertTrue(outcome.out().contains("lenet has no param `klasses`"), outcome.out());
    assertTrue(outcome.out().contains("did you mean `classes`?"), outcome.out());
    assertTrue(outcome.out().endsWith("\n1 error\n"), outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"classes=), SPC0111", "classes=, SPC0111", "classes=nine, SPC0108"})
  void anOverrideThatIsNoValue(String override, String code) {
    String spec = Golden.repository("specs/lenet.yaml").toString();
    Outcome outcome = Outcome.of("check", spec, "--set", override);
    assertEquals(1, outcome.status(), outcome.all());
    assertTrue(outcome.out().contains("error[" + code + "]"), outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "28x28", "1x28", "784"})
  void aSizeOfAnotherRank(String size) {
    String spec = Golden.repository("specs/lenet.yaml").toString();
    Outcome outcome = Outcome.of("check", spec, "--size", size);
    assertEquals(1, outcome.status());
    assertTrue(outcome.out().contains("and the input has 3 dimensions"), outcome.out());
    assertTrue(outcome.out().endsWith("\n1 error\n"), outcome.out());
  }

  @Test
  void everyCommandThatTakesSpecsSaysTheSame() throws IOException {
    String spec = write("a.yaml", "specc: 1\nname: x\ninput: [3, 8, 8]\nnet: [konv: {out: 3}]\n");
    assertAll(
        () -> assertSays("unknown op", Outcome.of("check", spec)),
        () -> assertSays("unknown op", Outcome.of("shapes", spec)),
        () -> assertSays("unknown op", Outcome.of("sizes", spec)),
        () -> assertSays("unknown op", Outcome.of("golden", spec)));
  }

  private static void assertSays(String what, Outcome outcome) {
    assertEquals(1, outcome.status());
    assertTrue(outcome.all().contains("`konv`"), what + ": " + outcome);
    assertNoTrace(outcome);
  }

  private static void assertOneError(String code, String words, String argument) {
    Outcome outcome = Outcome.of("check", argument);
    assertEquals(1, outcome.status(), outcome.all());
    assertTrue(outcome.out().startsWith("error[" + code + "]: "), outcome.out());
    assertTrue(outcome.out().contains(words), outcome.out());
    assertTrue(outcome.out().endsWith("\n1 error\n"), outcome.out());
    assertEquals("", outcome.err());
    assertNoTrace(outcome);
  }

  private static void assertNoTrace(Outcome outcome) {
    assertFalse(outcome.all().contains("\tat "), outcome.all());
    assertFalse(outcome.all().contains("Exception"), outcome.all());
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
