package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExplainCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new ExplainCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void showsThePageOfACode() {
    assertEquals(ExitStatus.FINE, run("concat-mismatch"));
    assertTrue(out.toString().startsWith("# SPC0203: "), out::toString);
  }

  @Test
  void listsAllCodes() {
    assertEquals(ExitStatus.FINE, run());
    assertTrue(
        out.toString().contains("SPC0203  error    concat joins different sizes"), out::toString);
  }

  @Test
  void suggestsWhatWasMeant() {
    assertEquals(ExitStatus.WRONG_USAGE, run("concat_missmatch"));
    assertTrue(err.toString().contains("did you mean concat_mismatch?"), err::toString);
  }
}
