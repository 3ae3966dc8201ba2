package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code specc augment} writes a picture that the seed decides. */
class AugmentCommandTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Outcome draw(String name, String... more) {
    String[] args = {"augment", "--out", file(name).toString(), "--count", "7"};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Outcome.of(all);
  }

  @Test
  void writesAPictureOfSoManyImages() throws IOException {
    Outcome outcome = draw("grid.png");
    assertEquals(0, outcome.status(), outcome.all());
    assertEquals(file("grid.png") + ": 7 images\n", outcome.out());
    BufferedImage picture = ImageIO.read(file("grid.png").toFile());
    assertEquals(2480, picture.getWidth());
  }

  @Test
  void theSeedDecidesThePicture() throws IOException {
    draw("a.png", "--seed", "1");
    draw("b.png", "--seed", "1");
    draw("c.png", "--seed", "2");
    byte[] first = Files.readAllBytes(file("a.png"));
    assertArrayEquals(first, Files.readAllBytes(file("b.png")));
    assertFalse(Arrays.equals(first, Files.readAllBytes(file("c.png"))));
  }

  @Test
  void drawsWhatTheRecipeSays() throws IOException {
    Path recipe = Files.writeString(file("mix.yaml"), "recipe: 1\naugment: [mixup]\n");
    assertEquals(0, draw("mix.png", "--recipe", recipe.toString()).status());
    assertEquals(0, draw("set.png", "--set", "augment=[mixup]").status());
    assertEquals(0, draw("plain.png").status());
    byte[] mixed = Files.readAllBytes(file("mix.png"));
    assertArrayEquals(mixed, Files.readAllBytes(file("set.png")));
    assertFalse(Arrays.equals(mixed, Files.readAllBytes(file("plain.png"))));
  }

  @Test
  void saysWhatIsWrongWithTheRecipe() throws IOException {
    Path recipe = Files.writeString(file("bad.yaml"), "recipe: 1\naugment: [mixupp]\n");
    Outcome outcome = draw("bad.png", "--recipe", recipe.toString());
    assertEquals(1, outcome.status());
    assertTrue(outcome.err().contains("mixupp"), outcome.err());
    Outcome unknown = draw("bad.png", "--set", "nonsense=1");
    assertEquals(2, unknown.status(), unknown.all());
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    Outcome notPng = Outcome.of("augment", "--out", "grid.jpg");
    assertEquals(2, notPng.status());
    assertTrue(notPng.err().contains("--out is a PNG file: name it `grid.jpg.png`"));
    Outcome none = Outcome.of("augment", "--count", "0");
    assertEquals(2, none.status());
    assertTrue(none.err().contains("--count is at least 1"));
  }

  @Test
  void saysThatThePictureCannotBeWritten() {
    Outcome outcome = Outcome.of("augment", "--out", file("none/grid.png").toString());
    assertEquals(1, outcome.status(), outcome.all());
    assertTrue(outcome.err().contains("none/grid.png: there is no folder "), outcome.err());
  }
}
