package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.verify.InconsistentGraphException;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command line that means nothing ends with 2, one line about why, and where to read more. */
class UsageTest {
  private static final String LENET = Golden.repository("specs/lenet.yaml").toString();

  @TempDir private Path scratch = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chek SPEC                     | there is no command `chek`; did you mean `check`?",
        "xyzzy                         | there is no command `xyzzy`; the commands: check, shapes",
        "check                         | error: SPEC[#variant] is missing",
        "export SPEC                   | error: --to FORMAT and --out FILE are missing",
        "predict SPEC --input x.npy    | lenet.yaml is no run folder; a spec needs --weights FILE beside it",
        "features SPEC --cam --out x   | error: --cam needs a value",
        "explain SPC0203 x             | error: `x` is one argument too many",
        "check SPEC --fromat json      | there is no option `--fromat`; did you mean `--format`?",
        "check SPEC --fromat=json      | there is no option `--fromat`; did you mean `--format`?",
        "check SPEC --format xml       | --format is text or json or sarif, not `xml`",
        "shapes SPEC --format sarif    | --format is text or json, not `sarif`",
        "check SPEC --format           | error: --format needs a value",
        "check SPEC --set              | error: --set needs a value",
        "check SPEC --set classes      | --set is like name=value, not `classes`",
        "check SPEC --set =3           | --set is like name=value, not `=3`",
        "check SPEC --size 3x          | --size is like 3x224x224 (channels, height, width), not `3x`",
        "check SPEC --size x           | --size is like 3x224x224 (channels, height, width), not `x`",
        "check SPEC --size 3x0x3       | --size is like 3x224x224",
        "check SPEC --size 3x-1x3      | --size is like 3x224x224",
        "check SPEC --size 1x2x3x4     | --size is like 3x224x224",
        "check SPEC --size 3,8,8       | --size is like 3x224x224",
        "check SPEC --size 9999999999999999999x1x1 | --size is like 3x224x224",
        "check SPEC --size 1x999999999x999999999 | is too large for any machine",
        "shapes SPEC --columns pth     | there is no column `pth`; did you mean `path`?",
        "shapes SPEC --columns zzz     | there is no column `zzz`; the columns: path, op, inputs",
        "shapes SPEC --depth -1        | --depth is 0 (fold nothing) or more",
        "shapes SPEC --depth x         | error: --depth is a whole number, not `x`",
        "bench SPEC --batch-size 32    | there is no option `--batch-size`; did you mean `--batch`?",
        "train SPEC --batch_size=32    | there is no option `--batch_size`; did you mean `--batch`?",
        "graph SPEC --output x.svg     | there is no option `--output`; did you mean `--out`?",
        "train SPEC --learning_rate 1  | there is no option `--learning_rate`; did you mean `--lr`?",
        "graph SPEC --out x.png        | --out is an SVG, DOT or Mermaid file: name it `x.svg`",
        "graph SPEC --out x.PDF --format dot | --out is an SVG, DOT or Mermaid file: name it `x.dot`",
        "graph SPEC --out x.dot --format svg | --format is svg, and the ending of --out says dot: leave --format out, or name it `x.svg`",
        "check SPEC --json             | there is no option `--json`; did you mean `--format json`?",
        "golden SPEC --json            | there is no option `--json`; the options: --set, --size, --update",
        "train SPEC --gpu              | there is no option `--gpu`; did you mean `--device cuda`?",
        "check SPEC --variant big      | `--variant`; a variant is named with the spec: SPEC#big",
        "train SPEC --varaint=big      | `--varaint`; a variant is named with the spec: SPEC#big",
        "shapes SPEC --variant         | `--variant`; a variant is named with the spec: SPEC#variant",
        "sizes SPEC --from 5 --to 2    | --from and --to are sizes from 1 on, the smaller first",
        "sizes SPEC --from 0           | --from and --to are sizes from 1 on, the smaller first",
        "sizes SPEC --size 1x28x28     | sizes tries all sizes",
        "golden SPEC --set classes=3   | golden files show specs as they are",
        "golden SPEC --size 1x32x32    | golden files show specs as they are",
      })
  void wrongUsage(String line, String message) {
    Outcome outcome = Outcome.of(line.replace("SPEC", LENET).split(" +"));
    assertEquals(2, outcome.status(), outcome.all());
    assertTrue(outcome.err().startsWith("error: "), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertTrue(outcome.err().contains(" --help` shows the "), outcome.err());
    assertEquals(2, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void noCommandShowsTheCommands() {
    Outcome outcome = Outcome.of();
    assertEquals(2, outcome.status());
    for (String command : List.of("check", "shapes", "golden", "sizes", "train", "eval")) {
      assertTrue(outcome.err().contains("\n  " + command + " "), outcome.err());
    }
  }

  @Test
  void helpAndVersionAreFine() {
    assertEquals(0, Outcome.of("--help").status());
    assertEquals(0, Outcome.of("check", "--help").status());
    assertEquals(Outcome.of("--help"), Outcome.of("help"));
    assertEquals(Outcome.of("check", "--help"), Outcome.of("help", "check"));
    assertEquals(2, Outcome.of("help", "chek").status());
    assertTrue(Outcome.of("--version").out().startsWith("specc "));
  }

  @Test
  void specsFailureIsSaidToBeSpeccs() {
    StringWriter err = new StringWriter();
    int status = Main.failed(new IllegalStateException("the graph is bent"), new PrintWriter(err));
    assertEquals(3, status);
    assertEquals(
        "specc failed: the graph is bent\n"
            + "This is a mistake of specc, or of the machine. SPECC_DEBUG=1 shows where.\n",
        err.toString());
  }

  @Test
  void aGraphThatContradictsItselfIsReportedWithWhatToAttach() {
    StringWriter err = new StringWriter();
    Exception e = new InconsistentGraphException("net.yaml", "deep", List.of("node 3 (fc) is odd"));
    assertEquals(3, Main.failed(e, new PrintWriter(err)));
    assertEquals(
        """
        specc failed: the graph that it made of net.yaml#deep contradicts itself:
          node 3 (fc) is odd
        This is a mistake of specc, not of the spec: please report it, and attach
        net.yaml, the files that it imports, and the command.
        """,
        err.toString());
  }

  @Test
  void aFileOfTheUsersIsNotSpeccsFailure() {
    StringWriter err = new StringWriter();
    assertEquals(1, Main.failed(new AccessDeniedException("specs/golden/x"), new PrintWriter(err)));
    assertEquals(
        "error: specs/golden/x may not be read or written (permission denied)\n", err.toString());
  }

  @Test
  void aFileThatCannotBeWrittenIsNamedAsItsUserNamedIt() throws IOException {
    String folder = Files.createDirectory(scratch.resolve("folder")).toString();
    String nowhere = scratch.resolve("no/net").toString();
    for (String[] command :
        new String[][] {
          {"graph", LENET, "--out"},
          {"export", LENET, "--to", "pytorch", "--out"},
          {"export", LENET, "--to", "safetensors", "--out"}
        }) {
      assertEquals(folder + " is a folder, not a file", written(command, folder));
      assertEquals(
          nowhere + ": there is no folder " + scratch.resolve("no"), written(command, nowhere));
    }
    assertTrue(Files.isDirectory(Path.of(folder)), "an empty folder is not replaced");
  }

  /** Such as Linux's /proc, to root as to others. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatTakesNoFilesIsToldFromAFileThatIsMissing() throws IOException {
    String none = "cannot write %s: /proc takes no new files";
    for (String to : List.of("onnx", "torchscript", "pytorch", "safetensors")) {
      String[] export = {"export", LENET, "--to", to, "--out"};
      assertEquals(none.formatted("/proc/specc.net"), written(export, "/proc/specc.net"));
    }
    String[] graph = {"graph", LENET, "--out"};
    assertEquals(none.formatted("/proc/specc.svg"), written(graph, "/proc/specc.svg"));
    String weights = scratch.resolve("w.safetensors").toString();
    Outcome.of("export", LENET, "--to", "safetensors", "--out", weights);
    String input = scratch.resolve("x.png").toString();
    ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", new File(input));
    String[] predict = {"predict", LENET, "--weights", weights, "--input", input, "--output"};
    assertEquals(none.formatted("/proc/specc.npy"), written(predict, "/proc/specc.npy"));
    assertEquals(
        "cannot write net.onnx: permission denied",
        InputMistake.of(new AccessDeniedException("net.onnx.tmp")).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "net.svg, <svg",
    "net.SVG, <svg",
    "net, <svg",
    "net-v1.5, <svg",
    "net.dot, digraph",
    "net.gv, digraph",
    "net.mmd, flowchart",
    "net.md, flowchart"
  })
  void theEndingOfTheFileChoosesHowTheNetIsDrawn(String name, String beginning) throws IOException {
    Path out = scratch.resolve(name);
    Outcome outcome = Outcome.of("graph", LENET, "--out", out.toString());
    assertEquals(0, outcome.status(), outcome.all());
    String text = Files.readString(out);
    assertTrue(text.startsWith(beginning), text.substring(0, 40));
  }

  private static String written(String[] command, String out) {
    String[] whole = Arrays.copyOf(command, command.length + 1);
    whole[command.length] = out;
    Outcome outcome = Outcome.of(whole);
    assertEquals(1, outcome.status(), outcome.all());
    String last = outcome.err().lines().reduce((a, b) -> b).orElseThrow();
    return last.substring("error: ".length());
  }

  @Test
  void printingToAFullDiskIsRememberedAndAReaderWhoLeftIsNot() {
    for (String reason : List.of("No space left on device", "Broken pipe")) {
      CheckedOutput checked = new CheckedOutput(failing(reason));
      try (PrintStream out = new PrintStream(checked, false, StandardCharsets.UTF_8)) {
        out.println("ok");
      }
      assertEquals(!reason.equals("Broken pipe"), checked.lost().isPresent(), reason);
    }
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "fit, --lr 1",
    "fit, --data=x",
    "bench, --epochs 3",
    "bench, --data x",
    "bench, --init xavier --seed 3",
    "augment, --epochs 3"
  })
  void optionsOfTrainWithoutEffectAreRefused(String command, String options) {
    String first = options.split("[ =]")[0];
    String line = command.equals("augment") ? command : command + " x.yaml";
    Outcome refused = Outcome.of((line + " " + options).split(" "));
    assertEquals(2, refused.status(), refused.all());
    assertEquals(
        """
        error: `%s` is for train, and makes no difference to %s
        `specc %2$s --help` shows the usage
        """
            .formatted(first, command),
        refused.err());
    Outcome help = Outcome.of(command, "--help");
    assertFalse(help.out().contains(first), help.out());
    assertTrue(help.out().contains("--recipe"), help.out());
    Outcome unknown = Outcome.of((line + " --zzzzzz").split(" "));
    assertTrue(unknown.err().contains("the options: "), unknown.err());
    assertFalse(unknown.err().contains(first + ","), unknown.err());
  }
}
